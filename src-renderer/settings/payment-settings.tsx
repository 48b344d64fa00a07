import { chains, type Chain } from '../../shared/money/chain.ts';
import { confirmationTiers } from '../../shared/money/confirmation-policy.ts';
import { checkTolerance } from '../../shared/payment/tolerance.ts';
import { SettingSection } from './setting-section.tsx';
import { SettingSwitch } from './setting-switch.tsx';
import { SettingText } from './setting-text.tsx';
import type { SectionProps } from './settings-screen.tsx';
import { useParts, useSettingsSave } from './use-setting.ts';

/** How payments are matched, when they count, and what happens then. */
export function PaymentSettings({ settings }: SectionProps) {
  const matching = useSettingsSave();
  const letGo = useSettingsSave();
  const receipts = useSettingsSave();
  const assume = useParts(settings.assumeExactAmount, matching, (value) => ({ assumeExactAmount: value }));
  const sending = useParts(settings.sendReceipts, receipts, (value) => ({ sendReceipts: value }));
  const tolerance = useParts(settings.tolerance, letGo, (value) => ({ tolerance: value }));
  const judge = (name: 'absolute' | 'percent') => (text: string) => {
    const checked = checkTolerance({ absolute: '', percent: '', [name]: text });
    return checked.ok ? null : checked.problem.message;
  };
  return (
    <>
      <SettingSection
        title="Matching"
        lead="What no rule credits waits in your inbox. This rule keeps the most common case out of it."
        save={matching}
      >
        <SettingSwitch
          label="Credit an amount without its last digits when only one open invoice asks for it"
          checked={assume.value}
          onChange={(isOn) => void assume.change(() => isOn)}
        >
          Many exchanges send two decimals only. The payment is marked “assumed” and taken off again by one click. A
          change counts for payments from then on.
        </SettingSwitch>
      </SettingSection>
      <SettingSection
        title="Tolerance"
        lead="An invoice that is short by a little, such as an exchange’s fee, counts as paid, and its history says how much you let go. Where both limits are set, the smaller one is in force."
        save={letGo}
      >
        <div className="field-row">
          <SettingText
            label="Short by at most"
            optional
            inputMode="decimal"
            saved={settings.tolerance.absolute}
            onSave={(absolute) => void tolerance.change((old) => ({ ...old, absolute: absolute.trim() }))}
            judge={judge('absolute')}
            placeholder="0.00"
            hint="In the invoice’s currency."
          />
          <SettingText
            label="Short by at most, in per cent"
            optional
            inputMode="decimal"
            saved={settings.tolerance.percent}
            onSave={(percent) => void tolerance.change((old) => ({ ...old, percent: percent.trim() }))}
            judge={judge('percent')}
            placeholder="0"
            after="%"
            hint="Of the invoice’s total."
          />
        </div>
      </SettingSection>
      <ConfirmationSettings settings={settings} />
      <SettingSection title="Receipts" save={receipts}>
        <SettingSwitch
          label="Email a receipt by itself"
          checked={sending.value}
          onChange={(isOn) => void sending.change(() => isOn)}
        >
          Once an invoice is settled by payments that can no longer change, to whom the invoice was sent.
        </SettingSwitch>
      </SettingSection>
    </>
  );
}

/** How many blocks a payment waits for: more than the policy if the owner likes, never fewer. */
function ConfirmationSettings({ settings }: Pick<SectionProps, 'settings'>) {
  const save = useSettingsSave();
  const minimums = useParts(settings.confirmations, save, (value) => ({ confirmations: value }));
  const used = chains.filter(({ chainId }) => settings.accept.some((key) => key.startsWith(`${chainId}:`)));
  function change(chainId: number, text: string): void {
    void minimums.change((old) => {
      const others = Object.entries(old).filter(([key]) => key !== String(chainId));
      return Object.fromEntries(text.trim() === '' ? others : [...others, [String(chainId), Number(text)]]);
    });
  }
  return (
    <SettingSection
      title="Confirmations"
      lead="A payment counts once it lies this deep. Larger amounts wait for more, by figures that issuers and exchanges publish; you can ask for more on a chain, never for less."
      save={save}
    >
      {used.length === 0 ? <p className="muted">Accept a token first: its chain then shows here.</p> : null}
      <div className="confirmation-grid">
        {used.map((chain) => (
          <SettingText
            key={chain.chainId}
            label={chain.name}
            inputMode="numeric"
            saved={String(settings.confirmations[String(chain.chainId)] ?? '')}
            onSave={(text) => change(chain.chainId, text)}
            judge={judgeBlocks(leastOf(chain))}
            placeholder={String(leastOf(chain))}
            after="blocks"
            hint={policyOf(chain)}
          />
        ))}
      </div>
    </SettingSection>
  );
}

function leastOf({ chainId }: Chain): number {
  return confirmationTiers(chainId)[0]?.blocks ?? 1;
}

/** "10, from 10,000: 60, from 100,000: 400". */
function policyOf({ chainId }: Chain): string {
  const parts = confirmationTiers(chainId).map(({ from, blocks }) =>
    from === 0n ? String(blocks) : `from ${from.toLocaleString('en-US')}: ${blocks}`,
  );
  return `At least ${parts.join(', ')}.`;
}

function judgeBlocks(least: number): (text: string) => string | null {
  return (text) => {
    if (text.trim() === '') return null;
    const isRight = /^\d{1,5}$/.test(text.trim()) && Number(text) >= least && Number(text) <= 10_000;
    return isRight ? null : `Write a whole number from ${least} to 10,000, or nothing.`;
  };
}
