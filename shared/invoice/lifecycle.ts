import { fail, ok, type Problem, type Result } from '../result.ts';

/**
 * The first axis of an invoice's state: what its owner made of it. The second, settlement, is what payers made of it.
 */
export const lifecycles = ['draft', 'issued', 'void', 'credited', 'uncollectible'] as const;
/** What an invoice's owner made of it. */
export type Lifecycle = (typeof lifecycles)[number];

/** What an owner can do that moves an invoice along: only `reinstate` ever goes back. */
export const lifecycleActions = ['issue', 'void', 'reinstate', 'credit', 'write-off'] as const;
/** What an owner can do that moves an invoice along. */
export type LifecycleAction = (typeof lifecycleActions)[number];

/** One word for people, derived from both axes and the due date, never stored. */
export const displayStates = [
  'draft',
  'open',
  'partial',
  'paid',
  'overpaid',
  'overdue',
  'uncollectible',
  'void',
  'credited',
] as const;
/** The one word for people on an invoice. */
export type DisplayState = (typeof displayStates)[number];

/**
 * Why an action is refused: `not-a-draft` for issuing what was issued, `not-issued` for voiding, crediting or writing
 * off anything but an issued invoice, `not-reinstatable` for reinstating what is neither void nor written off,
 * `has-payments` for voiding what was paid into.
 */
export type LifecycleProblemCode =
  | 'lifecycle.not-a-draft'
  | 'lifecycle.not-issued'
  | 'lifecycle.not-reinstatable'
  | 'lifecycle.has-payments';
/** The refusal of an action. */
export type LifecycleProblem = Problem & { readonly code: LifecycleProblemCode };

/** An invoice as far as its transitions care. `hasPayments`: something was received, or is on its way. */
export interface LifecycleSubject {
  readonly lifecycle: Lifecycle;
  readonly hasPayments: boolean;
}

/**
 * The lifecycle after an action, or why it cannot be done.
 *
 * draft —issue→ issued —void→ void —reinstate→ issued; issued —credit→ credited; issued —write-off→ uncollectible
 * —reinstate→ issued. What was paid into cannot be voided as if nothing had happened: it is credited.
 */
export function transition(invoice: LifecycleSubject, action: LifecycleAction): Result<Lifecycle, LifecycleProblem> {
  switch (action) {
    case 'issue':
      return invoice.lifecycle === 'draft'
        ? ok('issued')
        : fail('lifecycle.not-a-draft', `This invoice is ${invoice.lifecycle} already. Only a draft can be issued.`);
    case 'void':
      if (invoice.lifecycle !== 'issued') return notIssued(invoice.lifecycle, 'voided');
      return invoice.hasPayments
        ? fail('lifecycle.has-payments', 'A payment has come in, so it cannot be voided. Write a credit note instead.')
        : ok('void');
    case 'reinstate':
      return invoice.lifecycle === 'void' || invoice.lifecycle === 'uncollectible'
        ? ok('issued')
        : fail(
            'lifecycle.not-reinstatable',
            `This invoice is ${invoice.lifecycle}. Only a void or uncollectible one can be reinstated.`,
          );
    case 'credit':
      return invoice.lifecycle === 'issued' ? ok('credited') : notIssued(invoice.lifecycle, 'credited');
    case 'write-off':
      return invoice.lifecycle === 'issued' ? ok('uncollectible') : notIssued(invoice.lifecycle, 'written off');
  }
}

/** Whether it can be emailed or its link given out. */
export function canSend(invoice: LifecycleSubject): boolean {
  return invoice.lifecycle === 'issued';
}

/**
 * The one word that stands for an invoice in a list. `today` and `dueDate` are calendar dates; an invoice is overdue
 * from the day after its due date until it is settled, partly paid or not.
 */
export function displayState(invoice: {
  readonly lifecycle: Lifecycle;
  readonly settlement: 'unpaid' | 'partial' | 'paid' | 'overpaid';
  readonly dueDate: string;
  readonly today: string;
}): DisplayState {
  const { lifecycle, settlement, dueDate, today } = invoice;
  if (lifecycle !== 'issued' && lifecycle !== 'uncollectible') return lifecycle;
  // What was given up and is paid after all is paid.
  if (settlement === 'paid' || settlement === 'overpaid') return settlement;
  if (lifecycle === 'uncollectible') return lifecycle;
  if (today > dueDate) return 'overdue';
  return settlement === 'partial' ? 'partial' : 'open';
}

function notIssued(lifecycle: Lifecycle, done: string) {
  return fail('lifecycle.not-issued', `This invoice is ${lifecycle}. Only an issued one can be ${done}.`);
}
