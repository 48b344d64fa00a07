import { useState } from 'react';
import type { InvoiceView } from '../../shared/app-api/views.ts';
import { chains } from '../../shared/money/chain.ts';
import { SelectField } from '../components/select-field.tsx';
import { TextAreaField } from '../components/text-area-field.tsx';
import { TextField } from '../components/text-field.tsx';
import { formatMinor } from '../format/format-money.ts';
import { shortHash } from '../format/short-hash.ts';
import { RemedyForm } from './remedy-form.tsx';
import type { Remedies } from './use-remedies.ts';

interface RefundDialogProps {
  view: InvoiceView;
  number: string;
  currency: string;
  remedies: Remedies;
  onClose: () => void;
}

/** Records an outgoing transaction as a refund; the owner's own endpoint has to show it. */
export function RefundDialog({ view, number, currency, remedies, onClose }: RefundDialogProps) {
  const standing = view.payments.filter(({ payment }) => payment.state !== 'reversed');
  const used = chainsOf(view);
  const [chainId, setChainId] = useState(String(standing.at(-1)?.payment.chainId ?? used[0]?.value ?? ''));
  const [txHash, setTxHash] = useState('');
  const [to, setTo] = useState('');
  const [note, setNote] = useState('');
  const over = view.settlement?.over ?? '0';
  const payers = [...new Set(standing.map(({ payment }) => payment.from))];
  return (
    <RemedyForm
      title="Record a refund"
      description={`Send the money back from your own wallet first${over === '0' ? '' : `: ${formatMinor(over, currency)} is too much on ${number}`}. Then name the transaction here. Your endpoint checks it like a payment, and it counts once it is confirmed.`}
      action="Record refund"
      judge={() => ({ txHash: judgeHash(txHash), to: judgeAddress(to) })}
      onSubmit={() =>
        remedies.recordRefund({
          chainId: Number(chainId),
          txHash: txHash.trim(),
          note: note.trim(),
          ...(to.trim() === '' ? {} : { to: to.trim() }),
        })
      }
      onClose={onClose}
    >
      {(problemOf) => (
        <>
          <SelectField label="Chain" value={chainId} choices={used} onChange={setChainId} />
          <TextField
            label="Transaction hash"
            className="mono"
            spellCheck={false}
            autoComplete="off"
            placeholder="0x…"
            value={txHash}
            onChange={setTxHash}
            problem={problemOf('txHash')}
          />
          <TextField
            label="Sent to another address"
            optional
            className="mono"
            spellCheck={false}
            autoComplete="off"
            placeholder="0x…"
            value={to}
            onChange={setTo}
            problem={problemOf('to')}
            hint={payersHint(payers)}
          />
          <TextAreaField
            label="Note"
            optional
            value={note}
            onChange={setNote}
            maxLength={2000}
            hint="Only you see it."
          />
        </>
      )}
    </RemedyForm>
  );
}

/** Where a refund goes unless the payer named another address; an exchange's address takes nothing back. */
function payersHint(payers: readonly string[]): string {
  if (payers.length === 0) return 'Name the address that you sent it to.';
  const shown = payers.slice(0, 2).map(shortHash).join(' or ');
  const more = payers.length > 2 ? ` and ${payers.length - 2} more` : '';
  return `Leave it empty if it went back to ${shown}${more}. An exchange’s address may not take money back: ask the payer.`;
}

/** Chains that a refund can be on: those of the payments and of the invoice's terms, in the registry's order. */
function chainsOf({ payments, signed }: InvoiceView) {
  const ids = new Set([
    ...payments.map(({ payment }) => payment.chainId),
    ...(signed?.payable.terms.options ?? []).map((option) => option.chainId),
  ]);
  return chains
    .filter((chain) => ids.has(chain.chainId))
    .map(({ chainId, name }) => ({ value: String(chainId), label: name }));
}

function judgeHash(text: string): string | null {
  return /^0x[0-9a-f]{64}$/i.test(text.trim())
    ? null
    : 'A transaction hash begins with 0x and has 64 digits after it. Your wallet shows it once it is sent.';
}

function judgeAddress(text: string): string | null {
  return text.trim() === '' || /^0x[0-9a-f]{40}$/i.test(text.trim())
    ? null
    : 'An address begins with 0x and has 40 digits after it.';
}
