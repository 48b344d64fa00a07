/** @jsxImportSource preact */

/** Text that a person typed: shown as text, in its own direction, broken where it must. Nothing when it is empty. */
export function Typed({ text, class: style = '' }: { readonly text: string; readonly class?: string }) {
  return text.trim() === '' ? null : (
    <bdi dir="auto" class={`typed ${style}`}>
      {text}
    </bdi>
  );
}
