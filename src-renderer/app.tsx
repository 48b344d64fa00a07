import { CSPProvider } from '@base-ui/react/csp-provider';
import { Tooltip } from '@base-ui/react/tooltip';
import { useState } from 'react';
import { Router } from 'wouter';
import { useHashLocation } from 'wouter/use-hash-location';
import { ErrorBoundary } from './components/error-boundary.tsx';
import { SlowSpinner } from './components/spinner.tsx';
import { ToastRegion } from './components/toasts.tsx';
import type { EngineConnection } from './engine/engine-connection.ts';
import { EngineContext, useWatch } from './engine/use-engine.ts';
import { FirstRun } from './first-run/first-run.tsx';
import { Unlock } from './first-run/unlock.tsx';
import { ReconnectingBar } from './shell/reconnecting-bar.tsx';
import { Shell } from './shell/shell.tsx';
import { Notice } from './components/notice.tsx';

/** The whole app on one engine connection. */
export function App({ connection }: { connection: EngineConnection }) {
  return (
    <ErrorBoundary>
      <CSPProvider disableStyleElements>
        <EngineContext value={connection}>
          <Tooltip.Provider delay={400}>
            <Router hook={useHashLocation}>
              <ReconnectingBar />
              <Gate />
            </Router>
          </Tooltip.Provider>
          <ToastRegion />
        </EngineContext>
      </CSPProvider>
    </ErrorBoundary>
  );
}

/**
 * Decides between first run, unlocking and the app itself. A first run that has begun goes on to its own end; its last
 * answer can come before the news that the workspace is there, which is waited for.
 */
function Gate() {
  const { value: workspace, problem } = useWatch('workspace', {});
  const [firstRun, setFirstRun] = useState<'none' | 'running' | 'done'>('none');
  if (!workspace && problem) return <Notice tone="problem">{problem.message}</Notice>;
  if (!workspace) return <SlowSpinner label="Opening your workspace…" />;
  if (workspace.state === 'absent' && firstRun === 'none') setFirstRun('running');
  if (firstRun === 'running') return <FirstRun workspace={workspace} onDone={() => setFirstRun('done')} />;
  if (workspace.state === 'absent') return <SlowSpinner label="Opening your workspace…" />;
  if (workspace.state === 'locked') return <Unlock workspace={workspace} />;
  return <Shell workspace={workspace} />;
}
