import { useEffect, useState } from 'react';
import { useConnectionStatus } from '../engine/use-engine.ts';

/** A calm line while the engine is out of reach; it waits half a second, since most breaks are shorter. */
export function ReconnectingBar() {
  const status = useConnectionStatus();
  const [isLong, setLong] = useState(false);
  const isStale = useStale(isLong && status !== 'open');
  useEffect(() => {
    setLong(false);
    if (status === 'open') return;
    const timer = setTimeout(() => setLong(true), status === 'connecting' ? 2000 : 500);
    return () => clearTimeout(timer);
  }, [status]);
  return (
    <div role="status" className="reconnecting-region">
      {isLong && status !== 'open' ? (
        <div className="reconnecting-bar">
          {isStale ? null : <span className="spinner-ring" aria-hidden="true" />}
          {isStale
            ? 'Quittance was started anew, and this page is from before. Open the address that it printed.'
            : status === 'connecting'
              ? 'Waiting for the engine to start…'
              : 'Reconnecting to the engine. What you type is kept here and saved when it is back.'}
        </div>
      ) : null}
    </div>
  );
}

/** Whether the web host is there and no longer knows this page: then no waiting helps. Asked every three seconds. */
function useStale(isAsking: boolean): boolean {
  const [isStale, setStale] = useState(false);
  useEffect(() => {
    setStale(false);
    if (!isAsking || !location.protocol.startsWith('http')) return;
    const ask = (): void => {
      fetch(location.pathname, { method: 'HEAD', cache: 'no-store' }).then(
        (answer) => setStale(answer.status === 401),
        () => setStale(false),
      );
    };
    ask();
    const timer = setInterval(ask, 3_000);
    return () => clearInterval(timer);
  }, [isAsking]);
  return isStale;
}
