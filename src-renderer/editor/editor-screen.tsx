import { Redirect } from 'wouter';
import type { WorkspaceView } from '../../shared/app-api/workspace-view.ts';
import { useWatch } from '../engine/use-engine.ts';
import { NotFound } from '../invoice/not-found.tsx';
import { Awaited } from '../components/awaited.tsx';
import { Editor } from './editor.tsx';

/** Opens a draft for writing; an issued invoice has its own page. */
export function EditorScreen({ id, workspace }: { id: string; workspace: WorkspaceView }) {
  const { value: view, problem } = useWatch('invoice', { id });
  const { value: settings, problem: settingsProblem } = useWatch('settings', {});
  if (view === null) return <NotFound />;
  if (!view || !settings) return <Awaited label="Opening the draft…" problem={problem ?? settingsProblem} />;
  if (view.lifecycle !== 'draft') return <Redirect to={`/invoices/${id}`} replace />;
  return <Editor view={view} settings={settings} workspace={workspace} />;
}
