import { Toast } from '@base-ui/react/toast';
import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { JobView } from '../../shared/app-api/job-view.ts';
import type { Problem } from '../../shared/result.ts';
import { useWatch } from '../engine/use-engine.ts';

interface ToastData {
  /** A problem's code. */
  code?: string;
  /** The courier's jobs that the toast announces. */
  jobIds?: readonly string[];
}

const manager = Toast.createToastManager<ToastData>();

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

/** Says that something will go out by itself. It leaves when that has happened, however long it would have stayed. */
export function showQueued(title: string, jobIds: readonly string[]): void {
  manager.add({ title, timeout: stay, data: { jobIds } });
}

/**
 * Says what went wrong in its own words; the code is there, small, for whoever asks for help. Not with a high priority:
 * Base UI hides such toasts from screen readers until they have the focus, buttons and all.
 */
export function showProblem(problem: Problem, title = 'That did not work'): void {
  manager.add({
    title,
    description: problem.message,
    type: 'problem',
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
  const { toasts } = Toast.useToastManager<ToastData>();
  const isAnnouncing = toasts.some((toast) => toast.data?.jobIds);
  return (
    <>
      {isAnnouncing ? <AnnouncementEnd announcements={toasts} /> : null}
      {toasts.map((toast) => (
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
      ))}
    </>
  );
}

/** Takes announcements away whose jobs are all done; each once, for it stays in the list while it fades. */
function AnnouncementEnd({
  announcements,
}: {
  announcements: readonly { id: string; data?: ToastData | undefined }[];
}) {
  const { value: jobs } = useWatch('jobs', {});
  const closed = useRef(new Set<string>());
  useEffect(() => {
    for (const { id, data } of announcements) {
      if (!data?.jobIds || closed.current.has(id) || !areDone(data.jobIds, jobs ?? [])) continue;
      closed.current.add(id);
      manager.close(id);
    }
  }, [announcements, jobs]);
  return null;
}

/** Whether every one of these jobs is known and done; one that is not in the list yet is not. */
export function areDone(jobIds: readonly string[], jobs: readonly Pick<JobView, 'id' | 'status'>[]): boolean {
  return jobIds.every((id) => jobs.some((job) => job.id === id && job.status === 'done'));
}
