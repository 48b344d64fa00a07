import { Toast } from '@base-ui/react/toast';
import { X } from 'lucide-react';
import type { Problem } from '../../shared/result.ts';

const manager = Toast.createToastManager<{ code?: string }>();

/** How long a toast stays: long enough to read, to reach Undo by keyboard and to think, in milliseconds. */
const stay = 10_000;

/** Says that something was done, with a way back where there is one. */
export function showDone(title: string, undo?: () => void): void {
  const id: string = manager.add({
    title,
    timeout: stay,
    ...(undo
      ? {
          actionProps: {
            children: 'Undo',
            onClick: () => {
              manager.close(id);
              undo();
            },
          },
        }
      : {}),
  });
}

/** Says what went wrong in its own words; the code is there, small, for whoever asks for help. */
export function showProblem(problem: Problem, title = 'That did not work'): void {
  manager.add({
    title,
    description: problem.message,
    type: 'problem',
    priority: 'high',
    timeout: 15_000,
    data: { code: problem.code },
  });
}

/** Where toasts appear; mount once, around the app. */
export function ToastRegion() {
  return (
    <Toast.Provider toastManager={manager} limit={3}>
      <Toast.Portal>
        <Toast.Viewport className="toasts">
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function ToastList() {
  const { toasts } = Toast.useToastManager<{ code?: string }>();
  return toasts.map((toast) => (
    <Toast.Root key={toast.id} toast={toast} className="toast" data-kind={toast.type ?? 'done'}>
      <Toast.Content className="toast-content">
        <div className="toast-text">
          <Toast.Title className="toast-title" />
          <Toast.Description className="toast-description" />
          {toast.data?.code ? <span className="problem-code">{toast.data.code}</span> : null}
        </div>
        {toast.actionProps ? <Toast.Action className="button button-plain button-small" /> : null}
        <Toast.Close className="button button-quiet button-small icon-button" aria-label="Dismiss">
          <X size={16} aria-hidden="true" />
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ));
}
