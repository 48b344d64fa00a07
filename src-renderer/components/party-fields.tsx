import type { Party } from '../../shared/invoice/party.ts';
import { countryChoices } from '../format/country-choices.ts';
import { SelectField } from './select-field.tsx';
import { TextAreaField } from './text-area-field.tsx';
import { TextField } from './text-field.tsx';

interface PartyFieldsProps {
  party: Party;
  onChange: (field: keyof Party, value: string) => void;
  onBlur?: (field: keyof Party) => void;
  /** Problems by field name, in words. */
  problems?: Partial<Record<keyof Party, string | null>>;
  /** Put before each label, e.g. "Client". */
  prefix?: string;
  fields?: readonly (keyof Party)[];
  nameHint?: string;
}

/** The fields of a seller or a buyer, in their order on the screen. */
export const partyFields = ['name', 'email', 'address', 'country', 'taxId'] as const;

/** The fields of a seller or a buyer. Only the name is ever required. */
export function PartyFields(props: PartyFieldsProps) {
  const { party, onChange, onBlur, problems = {}, prefix, fields = partyFields, nameHint } = props;
  const named = (label: string): string => (prefix ? `${prefix} ${label.toLowerCase()}` : label);
  const common = (field: keyof Party) => ({
    value: party[field],
    onChange: (value: string) => onChange(field, value),
    onBlur: () => onBlur?.(field),
    problem: problems[field] ?? null,
  });
  const has = (field: keyof Party): boolean => fields.includes(field);
  return (
    <>
      {has('name') ? <TextField label={named('Name')} {...common('name')} hint={nameHint} /> : null}
      {has('email') ? <TextField label={named('Email')} type="email" optional {...common('email')} /> : null}
      <div className="party-place">
        {has('address') ? <TextAreaField label={named('Address')} optional rows={4} {...common('address')} /> : null}
        {has('country') ? (
          <SelectField label={named('Country')} optional choices={countryChoices()} {...common('country')} />
        ) : null}
        {has('taxId') ? (
          <TextField label={prefix ? `${prefix} tax ID` : 'Tax ID'} optional {...common('taxId')} />
        ) : null}
      </div>
    </>
  );
}
