import { useEffect, useState } from 'react';
import type { ReceivingMode, Settings } from '../../shared/app-api/settings.ts';
import { RadioCard } from '../components/radio-card.tsx';
import { showDone } from '../components/toasts.tsx';
import { AccountReceiving } from './account-receiving.tsx';
import { CollectSection } from './collect-section.tsx';
import { ForwarderReceiving } from './forwarder-receiving.tsx';
import { SettingSection } from './setting-section.tsx';
import type { SectionProps } from './settings-screen.tsx';
import { useEdited, useSettingsSave } from './use-setting.ts';

/** Each way in a sentence, and in another what it means for a payer at an exchange; see docs/receiving.md. */
const ways: readonly { mode: ReceivingMode; label: string; means: string; exchange: string; done: string }[] = [
  {
    mode: 'shared',
    label: 'One address, told apart by the amount',
    means: 'All invoices are paid to your wallet address; the last digits of the amount say which one it is.',
    exchange: 'the payer must send the exact amount, to the last digit.',
    done: 'New invoices are paid to your one address',
  },
  {
    mode: 'account',
    label: 'An address for each invoice, from your wallet’s account',
    means:
      'Each invoice gets the next address of an account of your wallet, worked out here from its public key (xpub).',
    exchange: 'the payer may send any amount; the address tells the invoice.',
    done: 'New invoices get addresses of your account',
  },
  {
    mode: 'forwarder',
    label: 'A forwarder address for each invoice',
    means:
      'Each invoice gets the address of a small contract that can pay nobody but your wallet; you collect when you like.',
    exchange: 'the payer may send any amount of a token; the address tells the invoice.',
    done: 'New invoices get forwarder addresses',
  },
];

/** Where money arrives, and the collecting of what forwarders hold. */
export function ReceivingSettings({ settings }: SectionProps) {
  return (
    <>
      <WaysToReceive settings={settings} />
      <CollectSection isShown={settings.receiving.mode === 'forwarder'} />
    </>
  );
}

/** A way that needs more than the wallet is tried first, with the addresses that it gives, and then switched on. */
function WaysToReceive({ settings }: { settings: Settings }) {
  const save = useSettingsSave();
  const { receiving, wallet } = settings;
  const [picked, setPicked] = useState<ReceivingMode | null>(null);
  const xpub = useEdited(receiving.xpub);
  // What was picked gives way to the setting as soon as that changes: here, by an undo, or on another device.
  useEffect(() => setPicked(null), [receiving.mode, receiving.xpub]);
  const chosen = picked ?? receiving.mode;

  async function use(next: Settings['receiving']): Promise<void> {
    const before = receiving;
    if (!(await save.update({ receiving: next }))) return;
    const done = ways.find(({ mode }) => mode === next.mode)?.done ?? '';
    showDone(done, () => void save.update({ receiving: before }));
  }
  function choose(mode: ReceivingMode): void {
    setPicked(mode);
    if (mode === 'shared' && receiving.mode !== 'shared') void use({ ...receiving, mode });
  }

  return (
    <SettingSection
      title="Where money arrives"
      lead="For invoices issued from now on. An invoice that is out keeps its address for ever."
      save={save}
    >
      <fieldset className="radio-cards">
        <legend className="visually-hidden">Where money arrives</legend>
        {ways.map(({ mode, label, means, exchange }) => (
          <RadioCard
            key={mode}
            name="receiving-mode"
            label={mode === receiving.mode ? `${label} (in use)` : label}
            checked={mode === chosen}
            onSelect={() => choose(mode)}
          >
            {means}
            <span className="radio-card-more">
              <b>At an exchange</b> {exchange}
            </span>
          </RadioCard>
        ))}
      </fieldset>
      {chosen === 'account' ? (
        <AccountReceiving {...{ receiving, wallet, xpub, save }} onUse={(next) => void use(next)} />
      ) : null}
      {chosen === 'forwarder' ? (
        <ForwarderReceiving {...{ receiving, wallet, save }} onUse={(next) => void use(next)} />
      ) : null}
    </SettingSection>
  );
}
