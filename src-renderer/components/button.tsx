import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';

/**
 * Looks: `primary` once a screen, `plain` for most, `quiet` where it sits in a row of others, `danger` for what hurts.
 */
export type ButtonLook = 'primary' | 'plain' | 'quiet' | 'danger';

/** What a button takes beside the attributes of HTML's own. */
export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: ButtonLook | undefined;
  size?: 'small' | 'medium' | undefined;
  icon?: ReactNode;
  ref?: Ref<HTMLButtonElement> | undefined;
}

/** A push button. */
export function Button({ look = 'plain', size = 'medium', icon, children, className = '', ...rest }: ButtonProps) {
  return (
    <button type="button" {...rest} className={`button button-${look} button-${size} ${className}`}>
      {icon}
      {children}
    </button>
  );
}

/** A button that shows only an icon; `label` is its accessible name and tooltip. */
export function IconButton({ label, icon, ...rest }: Omit<ButtonProps, 'children'> & { label: string }) {
  return (
    <Button look="quiet" {...rest} aria-label={label} title={label} className={`icon-button ${rest.className ?? ''}`}>
      {icon}
    </Button>
  );
}
