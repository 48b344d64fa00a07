import { useCallback, useState } from 'react';
import { Redirect, Route, Switch, useLocation } from 'wouter';
import type { WorkspaceView } from '../../shared/app-api/workspace-view.ts';
import { ContactsScreen } from '../contacts/contacts-screen.tsx';
import { EditorScreen } from '../editor/editor-screen.tsx';
import { useEngine } from '../engine/use-engine.ts';
import { inboxListOf, InboxScreen } from '../inbox/inbox-screen.tsx';
import { InvoiceScreen } from '../invoice/invoice-screen.tsx';
import { InvoiceListScreen } from '../invoice-list/invoice-list-screen.tsx';
import { SettingsScreen } from '../settings/settings-screen.tsx';
import { ErrorBoundary } from '../components/error-boundary.tsx';
import { showProblem } from '../components/toasts.tsx';
import { Banners } from './banners.tsx';
import { ConnectionDialog } from './connection-dialog.tsx';
import { ShortcutsDialog } from './shortcuts-dialog.tsx';
import { Sidebar } from './sidebar.tsx';
import { TroubleBar } from './trouble-bar.tsx';
import { useShortcuts } from './use-shortcuts.ts';

/** The app once a workspace is open: sidebar, banners, and the screen of the route. */
export function Shell({ workspace }: { workspace: WorkspaceView }) {
  const [location, navigate] = useLocation();
  const [open, setOpen] = useState<'shortcuts' | 'connection' | null>(null);
  const createInvoice = useCreateInvoice();
  const goTo = useCallback((path: string) => navigate(path), [navigate]);
  useShortcuts({ createInvoice, goTo, showHelp: () => setOpen('shortcuts') });
  return (
    <div className="shell">
      <a
        href="#main"
        className="skip-link"
        onClick={(event) => {
          // The hash is the route here, so the jump is made by hand.
          event.preventDefault();
          document.querySelector<HTMLElement>('#main h1')?.focus();
        }}
      >
        Skip to content
      </a>
      <Sidebar
        workspace={workspace}
        location={location}
        onConnection={() => setOpen('connection')}
        onShortcuts={() => setOpen('shortcuts')}
      />
      <div className="shell-main">
        <TroubleBar />
        <Banners workspace={workspace} />
        <ErrorBoundary key={location}>
          <Switch>
            <Route path="/invoices">
              <InvoiceListScreen onCreate={createInvoice} />
            </Route>
            <Route path="/invoices/:id/edit">
              {({ id }) => <EditorScreen key={id} id={id} workspace={workspace} />}
            </Route>
            <Route path="/invoices/:id">{({ id }) => <InvoiceScreen key={id} id={id} workspace={workspace} />}</Route>
            <Route path="/inbox/:list?">
              {({ list }) => <InboxScreen list={inboxListOf(list)} workspace={workspace} />}
            </Route>
            <Route path="/contacts">
              <ContactsScreen />
            </Route>
            <Route path="/settings/:section?">
              {({ section }) => <SettingsScreen section={section ?? 'profile'} workspace={workspace} />}
            </Route>
            <Route>
              <Redirect to="/invoices" replace />
            </Route>
          </Switch>
        </ErrorBoundary>
      </div>
      <ShortcutsDialog open={open === 'shortcuts'} onClose={() => setOpen(null)} />
      <ConnectionDialog open={open === 'connection'} onClose={() => setOpen(null)} workspace={workspace} />
    </div>
  );
}

/** Makes an empty draft and opens it; the engine fills in the owner's defaults. */
function useCreateInvoice(): () => void {
  const engine = useEngine();
  const [, navigate] = useLocation();
  return useCallback(() => {
    void engine.call('invoice.create', { draft: {} }).then((result) => {
      if (result.ok) navigate(`/invoices/${result.value.id}/edit`);
      else showProblem(result.problem, 'The invoice was not made');
    });
  }, [engine, navigate]);
}
