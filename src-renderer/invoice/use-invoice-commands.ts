import { useLocation } from 'wouter';
import { showDone, showProblem } from '../components/toasts.tsx';
import { useEngine } from '../engine/use-engine.ts';

/** What changes an invoice's lifecycle, and copying it. */
export type InvoiceCommands = ReturnType<typeof useInvoiceCommands>;

/** The commands on one invoice; each says in a toast what it did, with a way back. */
export function useInvoiceCommands(id: string, number: string) {
  const engine = useEngine();
  const [, navigate] = useLocation();
  async function reinstate(): Promise<void> {
    const result = await engine.call('invoice.reinstate', { id });
    if (result.ok) showDone(`${number} is open again`);
    else showProblem(result.problem);
  }
  async function withdraw(command: 'invoice.void' | 'invoice.writeOff', reason: string): Promise<void> {
    const isVoid = command === 'invoice.void';
    const result = await engine.call(command, { id, reason });
    const done = isVoid
      ? `${number} is void. Its payment page says so and asks for nothing.`
      : `${number} is written off. Its payment page asks for nothing more.`;
    if (result.ok) showDone(done, () => void reinstate());
    else showProblem(result.problem, isVoid ? `${number} was not voided` : `${number} was not written off`);
  }
  async function duplicate(): Promise<void> {
    const result = await engine.call('invoice.duplicate', { id });
    if (result.ok) navigate(`/invoices/${result.value.id}/edit`);
    else showProblem(result.problem);
  }
  return {
    reinstate: () => void reinstate(),
    voidInvoice: (reason: string) => void withdraw('invoice.void', reason),
    writeOff: (reason: string) => void withdraw('invoice.writeOff', reason),
    duplicate: () => void duplicate(),
  };
}
