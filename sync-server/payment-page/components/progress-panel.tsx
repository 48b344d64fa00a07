/** @jsxImportSource preact */
import type { PaymentTerms } from '../../../shared/payment/payment-terms.ts';
import type { SentPayment } from '../io/sent-memory.ts';
import type { Standing } from '../state/standing.ts';
import { progressSteps, type ProgressStep } from '../state/progress-steps.ts';
import { PaymentFacts } from './payment-facts.tsx';
import { SentFacts } from './sent-facts.tsx';

interface ProgressPanelProps {
  readonly terms: PaymentTerms;
  readonly standing: Standing;
  readonly sent: SentPayment | null;
  /** The network mined the sent transaction and it moved nothing. */
  readonly sentFailed: boolean;
  readonly onForget: () => void;
}

/** A payment under way, step by step: sent, seen, confirming n of N, paid. Only the last is called paid. */
export function ProgressPanel({ terms, standing, sent, sentFailed, onForget }: ProgressPanelProps) {
  const steps = progressSteps(standing, sent !== null);
  return (
    <section class="card progress" aria-labelledby="progress-heading">
      <h2 id="progress-heading" tabIndex={-1}>
        {sentFailed ? 'The payment did not go through' : 'Your payment is on its way'}
      </h2>
      {sentFailed ? null : (
        <ol class="steps">
          {steps.map((step) => (
            <Step key={step.name} step={step} />
          ))}
        </ol>
      )}
      {sent && standing.underWay.length === 0 ? (
        <SentFacts sent={sent} failed={sentFailed} onForget={onForget} />
      ) : null}
      {standing.underWay.map((payment) => (
        <PaymentFacts key={payment.key} payment={payment} terms={terms} />
      ))}
      {sentFailed ? null : <p class="fine">You can close this page: the payment goes on without it.</p>}
    </section>
  );
}

const spoken = { done: 'done', current: 'now', ahead: 'to come' } as const;

function Step({ step }: { readonly step: ProgressStep }) {
  return (
    <li class={`step step-${step.state}`} aria-current={step.state === 'current' ? 'step' : undefined}>
      <span class="step-dot" aria-hidden="true" />
      <span>
        <span class="step-name">{step.name}</span>
        {step.share ? (
          <progress class="step-bar" max={step.share.of} value={step.share.have} aria-label="Confirmations" />
        ) : null}
        <span class="fine">{step.detail}</span>
        <span class="off-screen"> ({spoken[step.state]})</span>
      </span>
    </li>
  );
}
