import type { AppHandlers } from '../../shared/app-api/serve-app.ts';
import type { JobView } from '../../shared/app-api/job-view.ts';
import { remarkRule, textProblem } from '../../shared/invoice/typed-text.ts';
import { validateDraft } from '../../shared/invoice/validate-draft.ts';
import { fail, ok } from '../../shared/result.ts';
import * as data from './scripted-data.ts';
import type { ScriptedState } from './scripted-engine.ts';
import { issue, newInvoice, settle, type ScriptedInvoice } from './scripted-invoices.ts';
import { drawDraft } from './scripted-pdf.ts';

type InvoiceCommandNames =
  | `invoice.${'create' | 'saveDraft' | 'delete' | 'restore' | 'duplicate' | 'issue' | 'send' | 'void' | 'reinstate'}`
  | `invoice.${'pdf' | 'preview' | 'emailPreview'}`
  | 'job.retry';

const unknownInvoice = fail('invoice.unknown', 'There is no such invoice.');

/** The scripted engine's commands on invoices. */
export function invoiceCommands(state: ScriptedState): Pick<AppHandlers['commands'], InvoiceCommandNames> {
  function change(id: string, edit: (invoice: ScriptedInvoice) => void): boolean {
    const known = state.invoices.get(id);
    if (!known) return false;
    const invoice = { ...known };
    edit(invoice);
    state.invoices.set(id, invoice);
    state.changed();
    return true;
  }
  const done = (isDone: boolean) => (isDone ? ok({}) : unknownInvoice);
  const add = (invoice: ScriptedInvoice): void => {
    state.invoices = new Map([[invoice.view.id, invoice], ...state.invoices]);
    state.changed();
  };
  const freshId = (): string => `invoice-new-${state.invoices.size + 1}`;
  const problemsOf = (draft: ScriptedInvoice['view']['draft']) =>
    validateDraft(draft, { purpose: 'issue', seller: state.settings.seller, today: data.today });

  return {
    'invoice.create': async ({ draft }) => {
      const { currency, notes, terms, dueDays } = state.settings;
      const empty = { name: '', email: '', address: '', country: '', taxId: '' };
      const dueDate = data.daysFromToday(dueDays);
      const given = Object.fromEntries(Object.entries(draft).filter(([, value]) => value !== undefined));
      const start = { buyer: empty, lines: [], currency, notes, terms, dueDate, ...given };
      const invoice = newInvoice(state, freshId(), start);
      add(invoice);
      return ok({ id: invoice.view.id });
    },
    'invoice.saveDraft': async ({ id, draft }) => {
      const savedAt = new Date().toISOString();
      const isKnown = change(id, (invoice) => {
        const problems = problemsOf(draft).map((problem) => ({ ...problem, path: [...(problem.path ?? [])] }));
        invoice.view = { ...invoice.view, draft, problems, updatedAt: savedAt };
      });
      return isKnown ? ok({ savedAt }) : unknownInvoice;
    },
    'invoice.delete': async ({ id }) => done(change(id, (invoice) => void (invoice.isDeleted = true))),
    'invoice.restore': async ({ id }) => done(change(id, (invoice) => void (invoice.isDeleted = false))),
    'invoice.duplicate': async ({ id }) => {
      const known = state.invoices.get(id);
      if (!known) return unknownInvoice;
      const copy = newInvoice(state, freshId(), {
        ...known.view.draft,
        issueDate: '',
        dueDate: data.daysFromToday(14),
      });
      add(copy);
      return ok({ id: copy.view.id });
    },
    'invoice.issue': async ({ id }) => {
      const known = state.invoices.get(id);
      if (!known) return unknownInvoice;
      const [problem] = problemsOf(known.view.draft);
      if (problem) return { ok: false, problem };
      const number = `INV-${data.today.slice(0, 4)}-${String(state.invoices.size).padStart(4, '0')}`;
      change(id, (invoice) => issue(state, invoice, number));
      return ok({ number });
    },
    'invoice.send': async ({ id, mode, to }) => {
      const link = `${state.workspace.relay.origin}/i/${id}#key`;
      const isOnline = state.workspace.relay.status === 'online';
      const kinds = mode === 'publish-only' ? (['publish'] as const) : (['publish', 'email'] as const);
      const jobs = kinds.map((kind) => jobOf(id, kind, isOnline, to));
      change(id, (invoice) => {
        const { view } = invoice;
        const detail = to ? `To ${to}` : '';
        const timeline = kinds.map((kind) =>
          data.entry(
            kind === 'publish' ? 'published' : isOnline ? 'email-sent' : 'email-queued',
            data.minutesAgo(0),
            detail,
          ),
        );
        invoice.view = {
          ...view,
          link,
          jobs: [...view.jobs, ...jobs],
          timeline: [...view.timeline, ...timeline],
          delivery: isOnline ? 'delivered' : 'queued',
        };
      });
      return ok({ link, jobIds: jobs.map((job) => job.id) });
    },
    'invoice.void': async ({ id, reason }) => {
      const problem = textProblem(reason, remarkRule, 'The reason', ['reason']);
      if (problem) return { ok: false, problem };
      return done(
        change(id, (invoice) => {
          const timeline = [...invoice.view.timeline, data.entry('voided', data.minutesAgo(0))];
          invoice.view = { ...invoice.view, lifecycle: 'void', state: 'void', timeline };
        }),
      );
    },
    'invoice.reinstate': async ({ id }) =>
      done(
        change(id, (invoice) => {
          invoice.view = { ...invoice.view, lifecycle: 'issued' };
          settle(invoice, invoice.view.payments);
        }),
      ),
    'invoice.pdf': async ({ id }) => {
      const view = state.invoices.get(id)?.view;
      if (!view) return unknownInvoice;
      const number = view.signed?.payable.invoice.number ?? 'Draft';
      return ok({ filename: `${number}.pdf`, content: await drawDraft(view.draft, number) });
    },
    'invoice.preview': async ({ draft }) => {
      const problems = problemsOf(draft).map((problem) => ({ ...problem, path: [...(problem.path ?? [])] }));
      return ok({ content: await drawDraft(draft, 'Draft'), problems });
    },
    'invoice.emailPreview': async ({ mode }) => {
      const text = `Scripted letter by ${mode}`;
      return ok({ subject: 'Invoice', html: `<p>${text}</p>`, text });
    },
    'job.retry': async ({ id }) => {
      for (const invoiceId of state.invoices.keys())
        change(invoiceId, (invoice) => {
          const jobs = invoice.view.jobs.map((job) =>
            job.id === id ? { ...job, status: 'queued' as const, problem: null } : job,
          );
          invoice.view = { ...invoice.view, jobs };
        });
      return ok({});
    },
  };
}

function jobOf(invoiceId: string, kind: 'publish' | 'email', isOnline: boolean, to: string | null): JobView {
  return {
    id: `${kind}-${invoiceId}`,
    invoiceId,
    kind,
    status: isOnline ? 'done' : 'queued',
    attempts: isOnline ? 1 : 0,
    nextAttemptAt: null,
    problem: null,
    createdAt: new Date().toISOString(),
    to: kind === 'email' ? to : null,
    messageId: null,
  };
}
