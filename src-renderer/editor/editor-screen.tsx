import { Redirect } from 'wouter';
import type { WorkspaceView } from '../../shared/app-api/views.ts';
import { useWatch } from '../engine/use-engine.ts';
import { NotFound } from '../invoice/not-found.tsx';
import { SlowSpinner } from '../components/spinner.tsx';
import { Editor } from './editor.tsx';

/** Opens a draft for writing; an issued invoice has its own page. */
export function EditorScreen({ id, workspace }: { id: string; workspace: WorkspaceView }) {
  const { value: view } = useWatch('invoice', { id });
  const { value: settings } = useWatch('settings', {});
  if (view === null) return <NotFound />;
  if (!view || !settings) return <SlowSpinner label="Opening the draft…" />;
  if (view.lifecycle !== 'draft') return <Redirect to={`/invoices/${id}`} replace />;
  return <Editor view={view} settings={settings} workspace={workspace} />;
}
