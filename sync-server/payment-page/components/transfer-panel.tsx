/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact';
import type { Address } from '../../../shared/money/address.ts';
import { divideUp, pow10 } from '../../../shared/money/decimal.ts';
import { transferUri } from '../../../shared/money/eip681.ts';
import type { PaymentOption } from '../../../shared/payment/payment-terms.ts';
import { plainUnits } from '../state/format.ts';
import { chainName } from '../state/payment-choice.ts';
import { CopyButton } from './copy-button.tsx';
import { Icon } from './icons.tsx';
import { QrCode } from './qr-code.tsx';

interface TransferPanelProps {
  readonly option: PaymentOption;
  /** Base units to send by hand: what is outstanding, with the invoice's tail at a shared address. */
  readonly units: bigint;
  /** The same without the tail: what an exchange that takes few decimals can send. */
  readonly untailed: bigint;
}

/** Paying from any other wallet or an exchange: QR code, exact amount, address, network, and what can go wrong. */
export function TransferPanel({ option, units, untailed }: TransferPanelProps) {
  const { chainId, symbol, address } = option;
  const amount = plainUnits(units, option.decimals);
  const network = chainName(chainId);
  const uri = transferUri({ chainId, token: option.token as Address, recipient: address as Address, units });
  return (
    <div class="transfer">
      <figure class="qr-frame">
        <QrCode text={uri} label={`QR code: send ${amount} ${symbol} on ${network} to ${address}`} />
        <figcaption class="fine">Scan with a wallet on your phone, or fill in by hand:</figcaption>
      </figure>
      <dl class="fields">
        <Field name="Send exactly" text={amount} unit={symbol} copy="Copy amount" large />
        <Field name="To the address" text={address} copy="Copy address" mono />
        <div class="field">
          <dt>On the network</dt>
          <dd class="field-value">{network}</dd>
        </div>
      </dl>
      <ul class="warnings">
        <Warning>
          {option.ownAddress
            ? 'Send the whole amount: less leaves the invoice unpaid in part.'
            : 'Exact to the last digit: the digits after the cents tell the seller that the payment is yours.'}
        </Warning>
        <Warning>
          Only {symbol}, and only on {network}. Anything sent on another network may be lost.
        </Warning>
        <Warning>
          From an exchange: its withdrawal fee comes on top, so that exactly {amount} {symbol} arrives.
        </Warning>
        {option.ownAddress || units === untailed ? null : (
          <Warning>
            If it takes no more than two decimals, send{' '}
            {plainUnits(upToCents(untailed, option.decimals), option.decimals)} {symbol} and tell the seller: without
            its last digits the payment may have to be matched by hand.
          </Warning>
        )}
      </ul>
      <details class="more-about">
        <summary>Token contract</summary>
        <div class="field-value mono">{option.token}</div>
        <CopyButton text={option.token} label="Copy token contract" />
      </details>
    </div>
  );
}

/** Rounded up to whole cents of the token, so that it always settles. */
function upToCents(units: bigint, decimals: number): bigint {
  const cent = pow10(decimals - 2);
  return divideUp(units, cent) * cent;
}

interface FieldProps {
  readonly name: string;
  readonly text: string;
  readonly copy: string;
  readonly unit?: string;
  readonly large?: boolean;
  readonly mono?: boolean;
}

function Field({ name, text, copy, unit, large, mono }: FieldProps) {
  return (
    <div class="field">
      <dt>{name}</dt>
      <dd class="field-row">
        <span class={`field-value ${large ? 'field-large' : ''} ${mono ? 'mono' : ''}`}>
          <span class="selectable">{text}</span>
          {unit ? ` ${unit}` : ''}
        </span>
        <CopyButton text={text} label={copy} />
      </dd>
    </div>
  );
}

function Warning({ children }: { readonly children: ComponentChildren }) {
  return (
    <li>
      <Icon name="warning" />
      <span>{children}</span>
    </li>
  );
}
