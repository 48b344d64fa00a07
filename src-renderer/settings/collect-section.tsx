import { useWatch } from '../engine/use-engine.ts';
import { ChainHoldings } from './chain-holdings.tsx';
import { SettingSection } from './setting-section.tsx';

/**
 * What waits at forwarders, chain by chain, and the page on which the owner's wallet collects it. Nothing
 * where nothing waits.
 */
export function CollectSection({ isShown }: { isShown: boolean }) {
  const forwarders = useWatch('forwarders', {}).value;
  if (!forwarders || (forwarders.length === 0 && !isShown)) return null;
  const byChain = [...Map.groupBy(forwarders, ({ chainId }) => chainId)];
  return (
    <SettingSection
      title="Collect"
      lead="Moves what forwarders hold to your wallet, in one transaction for each chain. Your wallet sends it and pays the gas."
    >
      {byChain.length === 0 ? <p className="muted">Nothing waits at a forwarder.</p> : null}
      {byChain.map(([chainId, held]) => (
        <ChainHoldings key={chainId} held={held} />
      ))}
    </SettingSection>
  );
}
