import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button, type ButtonProps } from './button.tsx';
import { showProblem } from './toasts.tsx';

/** Copies text to the clipboard and says so in its own face for two seconds. */
export function CopyButton({ text, label, ...rest }: { text: string; label: string } & ButtonProps) {
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [isCopied]);
  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch {
      const message = 'The clipboard is not to be had here. Select the text and copy it by hand.';
      showProblem({ code: 'app.no-clipboard', message, retryable: true });
    }
  }
  return (
    <Button
      icon={isCopied ? <Check size={16} aria-hidden="true" /> : <Copy size={16} aria-hidden="true" />}
      {...rest}
      onClick={() => void copy()}
    >
      <span aria-live="polite">{isCopied ? 'Copied' : label}</span>
    </Button>
  );
}
