import { useState } from 'react';
import type { InvoiceView } from '../../shared/app-api/invoice-view.ts';
import { chainOf } from '../../shared/money/chain.ts';
import { SelectField } from '../components/select-field.tsx';
import { TextAreaField } from '../components/text-area-field.tsx';
import { TextField } from '../components/text-field.tsx';
import { showDone } from '../components/toasts.tsx';
import { useEngine } from '../engine/use-engine.ts';
import { RemedyFrame } from './remedy-frame.tsx';
import { useRemedies } from './use-remedies.ts';
import { useRemedyForm } from './use-remedy-form.ts';

/** To which field a problem belongs that names none. */
const fields: Readonly<Record<string, string>> = {
  'refund.no-endpoint': 'chainId',
  'refund.unreachable': 'chainId',
  'refund.unknown': 'txHash',
  'refund.failed': 'txHash',
  'refund.recorded': 'txHash',
  'refund.worth-unknown': 'txHash',
};

/** Records money sent back: the transaction says how much and to whom, and is checked like a payment. */
export function RefundForm({ view, onClose }: { view: InvoiceView; onClose: () => void }) {
  const engine = useEngine();
  const { undo } = useRemedies();
  const chainIds = refundChains(view);
  const [txHash, setTxHash] = useState('');
  const [chainId, setChainId] = useState(chainIds[0] ?? 1);
  const [to, setTo] = useState('');
  const [note, setNote] = useState('');
  const form = useRemedyForm(['txHash', 'chainId', 'to', 'note'], (code) => fields[code]);
  const typedTo = to.trim();
  const input = { id: view.id, chainId, txHash: txHash.trim(), note: note.trim() };
  return (
    <RemedyFrame
      form={form}
      action="Record refund"
      onCancel={onClose}
      onSubmit={(event) =>
        form.submit(
          event,
          () => engine.call('invoice.recordRefund', typedTo === '' ? input : { ...input, to: typedTo }),
          ({ adjustmentId }) => {
            onClose();
            showDone('Refund recorded. It counts once its transaction is confirmed.', () =>
              undo(adjustmentId, 'The refund'),
            );
          },
        )
      }
    >
      <TextField
        label="Transaction hash"
        className="mono"
        value={txHash}
        onChange={setTxHash}
        problem={form.at('txHash')}
        hint="Of the transaction that sent the money back. The amount is read from it."
        spellCheck={false}
        autoComplete="off"
      />
      <SelectField
        label="Chain"
        value={String(chainId)}
        choices={chainIds.map((one) => ({ value: String(one), label: chainOf(one).name }))}
        onChange={(value) => setChainId(Number(value))}
        problem={form.at('chainId')}
      />
      <TextField
        label="Sent to another address"
        optional
        className="mono"
        value={to}
        onChange={setTo}
        problem={form.at('to')}
        hint="Only where the payer named one: an exchange’s sending address is often not theirs."
        spellCheck={false}
        autoComplete="off"
      />
      <TextAreaField label="Note" optional value={note} onChange={setNote} problem={form.at('note')} />
    </RemedyFrame>
  );
}

/** Where it was paid first, then where it could have been. */
function refundChains({ payments, signed }: InvoiceView): number[] {
  const paid = payments.map(({ payment }) => payment.chainId);
  const accepted = signed?.payable.terms.options.map(({ chainId }) => chainId) ?? [];
  return [...new Set([...paid, ...accepted])];
}
