import { TokenPicker } from '../components/token-picker.tsx';
import { walletProblem } from '../format/wallet-problem.ts';
import { SettingSection } from './setting-section.tsx';
import { SettingText } from './setting-text.tsx';
import type { SectionProps } from './settings-screen.tsx';
import { useParts, useSettingsSave } from './use-setting.ts';

/** Where the money goes, and in which tokens it may come. */
export function WalletSettings({ settings, workspace }: SectionProps) {
  const wallet = useSettingsSave();
  const tokens = useSettingsSave();
  const accept = useParts(settings.accept, tokens, (value) => ({ accept: [...value] }));
  return (
    <>
      <SettingSection
        title="Wallet"
        lead="New invoices are paid to this address, on every chain you accept, unless Receiving says otherwise. Invoices already issued keep theirs."
        save={wallet}
      >
        <SettingText
          label="Wallet address"
          className="mono"
          spellCheck={false}
          saved={settings.wallet}
          onSave={(text) => void wallet.update({ wallet: text.trim() })}
          judge={walletProblem}
          hint={
            settings.wallet === workspace.practiceWallet
              ? 'This is the practice wallet.'
              : 'Only the address: Quittance never asks for a wallet’s keys.'
          }
        />
      </SettingSection>
      <SettingSection title="Accepted tokens" lead="Offered on new invoices, unless one says otherwise." save={tokens}>
        <TokenPicker
          accepted={accept.value}
          practice={workspace.practice}
          onChange={(next) => void accept.change(() => [...next])}
        />
      </SettingSection>
    </>
  );
}
