import type { Standing } from './standing.ts';

/** One step of a payment under way; `share` is set while confirmations are being counted. */
export interface ProgressStep {
  readonly name: string;
  readonly detail: string;
  readonly state: 'done' | 'current' | 'ahead';
  readonly share: { readonly have: number; readonly of: number } | null;
}

/**
 * The steps of a payment under way; `sent` is true for one sent from this page, whose first step is known here alone.
 */
export function progressSteps(standing: Standing, sent: boolean): readonly ProgressStep[] {
  const { progress, underWay } = standing;
  const isSeen = underWay.length > 0;
  const isConfirming = underWay.some((payment) => payment.state === 'confirming');
  const current = isConfirming ? 'Confirming' : isSeen ? 'Seen on the network' : 'Sent from your wallet';
  const count = progress ? `${progress.confirmations} of ${progress.required} confirmations` : '';
  const all = [
    { name: 'Sent from your wallet', detail: 'Waiting for the network to take it up.', share: null },
    { name: 'Seen on the network', detail: 'It is in a block, and waits to be confirmed.', share: null },
    {
      name: 'Confirming',
      detail: isConfirming ? count : '',
      share: isConfirming && progress ? { have: progress.confirmations, of: progress.required } : null,
    },
    { name: 'Paid', detail: '', share: null },
  ];
  const steps = sent ? all : all.slice(1);
  const at = steps.findIndex((step) => step.name === current);
  return steps.map((step, index) => ({
    ...step,
    detail: index === at ? step.detail : '',
    state: index < at ? 'done' : index === at ? 'current' : 'ahead',
  }));
}
