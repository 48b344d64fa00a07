/** A JSON value as documents hold it. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type JsonObject = { readonly [key: string]: Json };

/**
 * Merges two versions of one document three ways, field by field.
 *
 * A field that only one side changed since `base` takes that side's value; objects merge field by field; arrays whose
 * items all carry an `id` (invoice lines) merge item by item, keeping `preferred`'s order; where both sides changed the
 * same value, `preferred` wins. Without a base, every difference counts as changed by both.
 */
export function mergeFields(base: Json | undefined, preferred: Json, other: Json): Json {
  if (same(preferred, other)) return preferred;
  if (base !== undefined && same(base, preferred)) return other;
  if (base !== undefined && same(base, other)) return preferred;
  if (isObject(preferred) && isObject(other)) return mergeObjects(isObject(base) ? base : undefined, preferred, other);
  if (isItemList(preferred) && isItemList(other))
    return mergeItems(isItemList(base) ? base : undefined, preferred, other);
  return preferred;
}

function mergeObjects(base: JsonObject | undefined, preferred: JsonObject, other: JsonObject): JsonObject {
  const merged: Record<string, Json> = {};
  for (const key of new Set([...Object.keys(preferred), ...Object.keys(other)])) {
    const value = mergeMember(base?.[key], preferred[key], other[key]);
    if (value !== undefined) merged[key] = value;
  }
  return merged;
}

/** A member that one side removed: gone if the other side left it alone, kept if the other side changed it. */
function mergeMember(base: Json | undefined, preferred: Json | undefined, other: Json | undefined): Json | undefined {
  if (preferred === undefined || other === undefined) {
    const survivor = preferred ?? other;
    return base !== undefined && same(base, survivor) ? undefined : survivor;
  }
  return mergeFields(base, preferred, other);
}

type Item = JsonObject & { readonly id: string };

function mergeItems(
  base: readonly Item[] | undefined,
  preferred: readonly Item[],
  other: readonly Item[],
): readonly Item[] {
  const baseById = byId(base ?? []);
  const otherById = byId(other);
  const merged: Item[] = [];
  for (const item of preferred) {
    const value = mergeMember(baseById.get(item.id), item, otherById.get(item.id));
    if (value !== undefined) merged.push(value as Item);
  }
  const known = new Set(preferred.map((item) => item.id));
  for (const item of other) {
    if (known.has(item.id)) continue;
    const value = mergeMember(baseById.get(item.id), undefined, item);
    if (value !== undefined) merged.push(value as Item);
  }
  return merged;
}

function byId(items: readonly Item[]): Map<string, Item> {
  return new Map(items.map((item) => [item.id, item]));
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isItemList(value: Json | undefined): value is readonly Item[] {
  return Array.isArray(value) && value.every((item) => isObject(item) && typeof item['id'] === 'string');
}

/** Deep equality of JSON, blind to the order of object members. */
export function same(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, index) => same(item, b[index]));
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && same(a[key], b[key]));
}
