import type { Settings } from '../../shared/app-api/settings.ts';
import { Button } from '../components/button.tsx';
import { Notice } from '../components/notice.tsx';
import { ReceivingPreview } from './receiving-preview.tsx';
import { useReceivingPreview } from './use-receiving-preview.ts';
import type { SettingsSave } from './use-setting.ts';

interface ForwarderReceivingProps {
  receiving: Settings['receiving'];
  wallet: string;
  save: SettingsSave;
  onUse: (next: Settings['receiving']) => void;
}

/**
 * Forwarders: whom they pay, on which chains they can be given out, and what nobody has examined, beside the switch.
 */
export function ForwarderReceiving({ receiving, wallet, save, onUse }: ForwarderReceivingProps) {
  const preview = useReceivingPreview({ mode: 'forwarder', xpub: '' }, wallet);
  const isReady = preview.answer?.ok === true && preview.answer.value.chains.some(({ ready }) => ready);
  return (
    <>
      {wallet === '' ? null : (
        <dl className="facts receiving-owner">
          <div>
            <dt>Pays only to</dt>
            <dd>
              <code className="mono">{wallet}</code>
              <span className="muted-block">
                Your wallet address. It is part of each forwarder’s own, for good: if its key is lost, so is what waits
                there.
              </span>
            </dd>
          </div>
        </dl>
      )}
      <ReceivingPreview mode="forwarder" preview={preview} />
      <Notice
        tone="warning"
        title="These contracts have not been audited"
        action={
          receiving.mode === 'forwarder' ? undefined : (
            <Button
              look="primary"
              disabled={!isReady || save.state === 'saving'}
              onClick={() => onUse({ ...receiving, mode: 'forwarder' })}
            >
              Use this for new invoices
            </Button>
          )
        }
      >
        Nobody but their authors has examined them. They are short, and nobody can change or stop them.
      </Notice>
    </>
  );
}
