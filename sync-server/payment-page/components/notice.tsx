/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icons.tsx';

interface NoticeProps {
  readonly tone: 'neutral' | 'good' | 'caution' | 'bad';
  readonly title?: string;
  readonly children: ComponentChildren;
}

const icons: Readonly<Record<NoticeProps['tone'], IconName>> = {
  neutral: 'info',
  good: 'check',
  caution: 'warning',
  bad: 'warning',
};

/** A short message in a tinted box: an icon, a title where it helps, and what it means for the reader. */
export function Notice({ tone, title, children }: NoticeProps) {
  return (
    <div class={`notice notice-${tone}`}>
      <Icon name={icons[tone]} />
      <div>
        {title ? <p class="notice-title">{title}</p> : null}
        <div class="notice-text">{children}</div>
      </div>
    </div>
  );
}
