/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact';
import { shortHex } from '../state/format.ts';
import { CopyButton } from './copy-button.tsx';
import { Icon } from './icons.tsx';

/** A name and its value in a `facts-list`. */
export function Fact({ name, children }: { readonly name: string; readonly children: ComponentChildren }) {
  return (
    <div class="facts-row">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

interface HashProps {
  readonly hash: string;
  readonly href: string | null;
  readonly what: string;
}

/** A hash or address, shortened to read, whole to copy, with its explorer page where the chain has one. */
export function Hash({ hash, href, what }: HashProps) {
  return (
    <span class="hash">
      {href ? (
        <a
          class="mono"
          href={href}
          target="_blank"
          rel="noopener noreferrer"
          aria-label={`Open the ${what} in an explorer`}
        >
          {shortHex(hash)}
          <Icon name="link" />
        </a>
      ) : (
        <span class="mono" title={hash}>
          {shortHex(hash)}
        </span>
      )}
      <span class="hash-whole mono">{hash}</span>
      <CopyButton text={hash} label={`Copy ${what}`} />
    </span>
  );
}
