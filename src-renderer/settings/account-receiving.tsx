import { useState } from 'react';
import type { Settings } from '../../shared/app-api/settings.ts';
import { parseAccountXpub } from '../../shared/payment/account-xpub.ts';
import { Button } from '../components/button.tsx';
import { TextAreaField } from '../components/text-area-field.tsx';
import { ReceivingPreview } from './receiving-preview.tsx';
import { useReceivingPreview } from './use-receiving-preview.ts';
import type { SettingsSave, useEdited } from './use-setting.ts';

interface AccountReceivingProps {
  receiving: Settings['receiving'];
  wallet: string;
  /** The field's text, kept by the section: a look at another way must not lose it. */
  xpub: ReturnType<typeof useEdited>;
  save: SettingsSave;
  onUse: (next: Settings['receiving']) => void;
}

/** An account's xpub: checked as it is typed, and used once its first addresses could be compared with the wallet. */
export function AccountReceiving({ receiving, wallet, xpub, save, onUse }: AccountReceivingProps) {
  const [refused, setRefused] = useState<string | null>(null);
  const text = xpub.text.trim();
  const parsed = text === '' ? null : parseAccountXpub(text);
  const problem = parsed && !parsed.ok ? parsed.problem.message : refused;
  const preview = useReceivingPreview(parsed?.ok ? { mode: 'account', xpub: text } : null, wallet);
  const isInUse = receiving.mode === 'account' && text === receiving.xpub;

  /** A secret is taken out of the field at once: it must not stand on a screen, nor wait there to be copied. */
  function type(typed: string): void {
    const read = parseAccountXpub(typed);
    const isSecret = !read.ok && read.problem.code === 'account-xpub.private';
    xpub.setText(isSecret ? '' : typed);
    setRefused(isSecret ? read.problem.message : null);
  }

  return (
    <>
      <TextAreaField
        label="Account xpub"
        rows={2}
        className="mono"
        spellCheck={false}
        autoComplete="off"
        value={xpub.text}
        onChange={type}
        problem={problem}
        hint="The extended public key of m/44'/60'/0'. It can see addresses, never spend. The relay never gets it."
      />
      {parsed?.ok ? <ReceivingPreview mode="account" preview={preview} /> : null}
      {isInUse ? null : (
        <div className="setting-action">
          <Button
            look="primary"
            disabled={!preview.answer?.ok || save.state === 'saving'}
            onClick={() => onUse({ mode: 'account', xpub: text })}
          >
            {receiving.mode === 'account' ? 'Use this xpub' : 'Use this for new invoices'}
          </Button>
        </div>
      )}
    </>
  );
}
