/** Where the list was left, so that one comes back to the same place. In memory only: a search can hold a name. */
export interface ListPlace {
  search: string;
  /** Filter and search that `top` and `active` belong to. */
  key: string;
  /** Pixels scrolled. */
  top: number;
  /** The row that has the keyboard, from 0. */
  active: number;
}

/** The one place of this window. */
export const listPlace: ListPlace = { search: '', key: '', top: 0, active: 0 };
