import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

interface NoticeProps {
  tone?: 'info' | 'warning' | 'problem';
  title?: string;
  children: ReactNode;
  action?: ReactNode;
}

const icons = { info: Info, warning: TriangleAlert, problem: CircleAlert };

/** A paragraph that stands out: an icon and words, never colour alone. */
export function Notice({ tone = 'info', title, children, action }: NoticeProps) {
  const Icon = icons[tone];
  return (
    <div className={`notice notice-${tone}`} role={tone === 'problem' ? 'alert' : undefined}>
      <Icon size={18} aria-hidden="true" />
      <div className="notice-text">
        {title ? <strong>{title}</strong> : null}
        <div>{children}</div>
      </div>
      {action}
    </div>
  );
}
