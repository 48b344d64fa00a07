import { formatInvoiceNumber, isNumberPrefix } from '../../shared/invoice/invoice-number.ts';
import { RadioCard } from '../components/radio-card.tsx';
import { SelectField } from '../components/select-field.tsx';
import { currencyChoices } from '../format/currency-choices.ts';
import { SettingSection } from './setting-section.tsx';
import { SettingText } from './setting-text.tsx';
import type { SectionProps } from './settings-screen.tsx';
import { useSettingsSave } from './use-setting.ts';

/** Reads a whole number of days; words when it is none or out of range. */
function judgeDays(least: number): (text: string) => string | null {
  return (text) =>
    /^\d{1,4}$/.test(text.trim()) && Number(text) >= least && Number(text) <= 3650
      ? null
      : `Write a whole number of days, from ${least} to 3650.`;
}

function sampleNumber(prefix: string, series: string): string {
  return formatInvoiceNumber({ prefix, series, year: new Date().getFullYear(), sequence: 1 });
}

/** What a new invoice begins with. */
export function DefaultsSettings({ settings, workspace }: SectionProps) {
  const save = useSettingsSave();
  return (
    <>
      <SettingSection
        title="Invoice defaults"
        lead="What a new draft begins with; each can be changed there."
        save={save}
      >
        <div className="field-row">
          <SelectField
            label="Currency"
            value={settings.currency}
            choices={currencyChoices}
            onChange={(currency) => void save.update({ currency })}
          />
          <SettingText
            label="Days until due"
            inputMode="numeric"
            saved={String(settings.dueDays)}
            onSave={(text) => void save.update({ dueDays: Number(text) })}
            judge={judgeDays(0)}
          />
        </div>
        <div className="field-row">
          <SettingText
            label="Number prefix"
            saved={settings.numberPrefix}
            onSave={(text) => void save.update({ numberPrefix: text })}
            judge={(text) => (isNumberPrefix(text) ? null : 'Use capital letters and digits, at most 12.')}
            hint={`Numbers look like ${sampleNumber(settings.numberPrefix, workspace.deviceSeries)}.`}
          />
          <SettingText
            label="Watch for late payments (days)"
            inputMode="numeric"
            saved={String(settings.monitorDays)}
            onSave={(text) => void save.update({ monitorDays: Number(text) })}
            judge={judgeDays(1)}
            hint="How long after the due date."
          />
        </div>
        <SettingText
          label="Notes"
          optional
          rows={3}
          saved={settings.notes}
          onSave={(notes) => void save.update({ notes })}
        />
        <SettingText
          label="Terms"
          optional
          rows={3}
          saved={settings.terms}
          onSave={(terms) => void save.update({ terms })}
        />
      </SettingSection>
      <SendingSettings emailMode={settings.emailMode} />
    </>
  );
}

function SendingSettings({ emailMode }: Pick<SectionProps['settings'], 'emailMode'>) {
  const save = useSettingsSave();
  return (
    <SettingSection title="Sending" lead="Chosen at first when an invoice is sent." save={save}>
      <fieldset className="radio-cards">
        <legend className="visually-hidden">Email mode</legend>
        <RadioCard
          name="email-mode"
          label="Email with the PDF"
          checked={emailMode === 'pdf'}
          onSelect={() => void save.update({ emailMode: 'pdf' })}
        >
          Handy for the client. The relay and the mail servers on the way can read the invoice.
        </RadioCard>
        <RadioCard
          name="email-mode"
          label="Email with the link only"
          checked={emailMode === 'link'}
          onSelect={() => void save.update({ emailMode: 'link' })}
        >
          The letter holds the number, the amount and the link; the invoice itself stays sealed.
        </RadioCard>
      </fieldset>
    </SettingSection>
  );
}
