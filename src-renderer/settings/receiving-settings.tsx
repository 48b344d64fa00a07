import { useState } from 'react';
import type { ReceivingMode } from '../../shared/app-api/views.ts';
import { parseAccountXpub } from '../../shared/payment/account-xpub.ts';
import { Button } from '../components/button.tsx';
import { Notice } from '../components/notice.tsx';
import { RadioCard } from '../components/radio-card.tsx';
import { TextAreaField } from '../components/text-area-field.tsx';
import { ReceivingPreview } from './receiving-preview.tsx';
import { SettingSection } from './setting-section.tsx';
import type { SectionProps } from './settings-screen.tsx';
import { useSettingsSave } from './use-setting.ts';

/** Each way in a sentence, and in another what it means for a payer at an exchange; see docs/receiving.md. */
const ways: readonly { mode: ReceivingMode; label: string; means: string; exchange: string }[] = [
  {
    mode: 'shared',
    label: 'One address, told apart by the amount',
    means: 'All invoices are paid to your wallet address; the last digits of the amount say which one it is.',
    exchange: 'A payer at an exchange must send the exact amount, to the last digit.',
  },
  {
    mode: 'account',
    label: 'An address for each invoice, from your wallet’s account',
    means:
      'Each invoice gets the next address of an account of your wallet, worked out here from its public key (xpub).',
    exchange: 'A payer at an exchange may send any amount; the address tells the invoice.',
  },
  {
    mode: 'forwarder',
    label: 'A forwarder address for each invoice',
    means:
      'Each invoice gets the address of a small contract that can pay nobody but your wallet; you collect when you like.',
    exchange: 'A payer at an exchange may send any amount; the address tells the invoice.',
  },
];

/** Where money arrives. A way is tried first, with the addresses that it gives, and then switched on. */
export function ReceivingSettings({ settings }: Pick<SectionProps, 'settings'>) {
  const save = useSettingsSave();
  const { receiving } = settings;
  const [chosen, setChosen] = useState<ReceivingMode>(receiving.mode);
  const [typed, setTyped] = useState(receiving.xpub);
  const xpub = typed.trim();
  const isInUse = chosen === receiving.mode && (chosen !== 'account' || xpub === receiving.xpub);
  const problem = chosen === 'account' && xpub !== '' ? xpubProblem(xpub) : null;
  const canPreview = chosen !== 'account' || (xpub !== '' && !problem);

  function choose(mode: ReceivingMode): void {
    setChosen(mode);
    if (mode === 'shared' && receiving.mode !== 'shared')
      void save.update({ receiving: { mode, xpub: receiving.xpub } });
  }
  async function switchOn(): Promise<void> {
    await save.update({ receiving: { mode: chosen, xpub: chosen === 'account' ? xpub : receiving.xpub } });
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
            <span className="radio-card-more">{exchange}</span>
          </RadioCard>
        ))}
      </fieldset>
      {chosen === 'account' ? (
        <TextAreaField
          label="Account xpub"
          rows={2}
          className="mono"
          value={typed}
          onChange={setTyped}
          problem={problem}
          hint="The extended public key of m/44'/60'/0'. It can see addresses, never spend. The relay never gets it."
        />
      ) : null}
      {chosen === 'forwarder' ? (
        <Notice tone="warning" title="These contracts have not been audited">
          Nobody but their authors has examined them. They are short, have no administrator, and belong for good to{' '}
          <span className="mono forwarder-owner">{settings.wallet}</span>, your wallet address: if its key is lost, so
          is what waits at the forwarders.
        </Notice>
      ) : null}
      {canPreview && chosen !== 'shared' ? <ReceivingPreview mode={chosen} xpub={xpub} isInUse={isInUse} /> : null}
      {isInUse || chosen === 'shared' ? null : (
        <div>
          <Button look="primary" disabled={!canPreview || save.state === 'saving'} onClick={() => void switchOn()}>
            {chosen === receiving.mode ? 'Use this xpub' : 'Use this for new invoices'}
          </Button>
        </div>
      )}
    </SettingSection>
  );
}

function xpubProblem(text: string): string | null {
  const parsed = parseAccountXpub(text);
  return parsed.ok ? null : parsed.problem.message;
}
