import { ImagePlus } from 'lucide-react';
import { useRef, useState } from 'react';
import type { Party } from '../../shared/invoice/party.ts';
import { Button } from '../components/button.tsx';
import { SelectField } from '../components/select-field.tsx';
import { showDone } from '../components/toasts.tsx';
import { countryChoices } from '../format/country-choices.ts';
import { partyProblem } from '../format/party-problem.ts';
import { readLogo } from './read-logo.ts';
import { SettingSection } from './setting-section.tsx';
import { SettingText } from './setting-text.tsx';
import type { SectionProps } from './settings-screen.tsx';
import { useParts, useSettingsSave } from './use-setting.ts';

/** Who sends the invoices, and the logo at their head. */
export function ProfileSettings({ settings }: SectionProps) {
  const save = useSettingsSave();
  const { value: seller, change } = useParts(settings.seller, save, (value) => ({ seller: value }));
  const write = (field: keyof Party) => (value: string) => void change((old) => ({ ...old, [field]: value }));
  return (
    <>
      <SettingSection
        title="Profile"
        lead="Printed at the head of new invoices. Issued ones keep what they were issued with."
        save={save}
      >
        <SettingText
          label="Name"
          saved={seller.name}
          onSave={write('name')}
          judge={(text) => (text.trim() === '' ? 'A name is needed: it heads every invoice.' : judge('name')(text))}
        />
        <SettingText
          label="Email"
          type="email"
          optional
          saved={seller.email}
          onSave={write('email')}
          judge={judge('email')}
        />
        <SettingText
          label="Address"
          optional
          rows={3}
          saved={seller.address}
          onSave={write('address')}
          judge={judge('address')}
        />
        <div className="field-row">
          <SelectField
            label="Country"
            optional
            value={seller.country}
            choices={countryChoices()}
            onChange={write('country')}
          />
          <SettingText label="Tax ID" optional saved={seller.taxId} onSave={write('taxId')} judge={judge('taxId')} />
        </div>
      </SettingSection>
      <LogoSetting logo={settings.logo} />
    </>
  );
}

function judge(field: keyof Party): (text: string) => string | null {
  return (text) => partyProblem(field, text, 'Your');
}

function LogoSetting({ logo }: { logo: string | null }) {
  const save = useSettingsSave();
  const input = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState<string | null>(null);
  async function choose(file: File | undefined): Promise<void> {
    if (!file) return;
    const read = await readLogo(file);
    setProblem(read.ok ? null : read.problem.message);
    if (read.ok) await save.update({ logo: read.value });
  }
  async function remove(): Promise<void> {
    if (await save.update({ logo: null })) showDone('Logo removed', () => void save.update({ logo }));
  }
  return (
    <SettingSection title="Logo" lead="PNG, JPEG or SVG, up to 300 kB." save={save}>
      <div className="logo-row">
        <div className="logo-frame">
          {logo ? <img src={logo} alt="Your logo" /> : <ImagePlus size={24} aria-hidden="true" />}
        </div>
        <div className="button-row">
          <Button onClick={() => input.current?.click()}>{logo ? 'Replace logo' : 'Choose logo'}</Button>
          {logo ? (
            <Button look="quiet" onClick={() => void remove()}>
              Remove
            </Button>
          ) : null}
        </div>
        <input
          ref={input}
          type="file"
          hidden
          aria-label="Logo file"
          accept="image/png,image/jpeg,image/svg+xml"
          onChange={(event) => {
            void choose(event.target.files?.[0]);
            event.target.value = '';
          }}
        />
      </div>
      {problem ? (
        <p className="field-problem" role="alert">
          {problem}
        </p>
      ) : null}
    </SettingSection>
  );
}
