import { Subscription } from 'rxjs';

/**
 * Makes something of a database once and keeps it as long as the database: every call after the first gets the same.
 * What failed to be made is made anew by the next call.
 *
 * @param build adds to `kept` what it subscribes to; that ends where it fails.
 */
export function perDatabase<Database extends object, Built>(
  build: (db: Database, kept: Subscription) => Promise<Built>,
): (db: Database) => Promise<Built> {
  const known = new WeakMap<Database, Promise<Built>>();
  return (db) => {
    const before = known.get(db);
    if (before) return before;
    const kept = new Subscription();
    const building = build(db, kept);
    known.set(db, building);
    building.catch(() => {
      kept.unsubscribe();
      known.delete(db);
    });
    return building;
  };
}
