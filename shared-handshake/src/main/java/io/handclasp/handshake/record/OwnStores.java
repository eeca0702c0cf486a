package io.handclasp.handshake.record;

import org.jspecify.annotations.Nullable;

/**
 * The stores of the end that wrote a record, for the commands that mend it.
 *
 * @param key holds its key; null where that is a PEM file, one of several, or not known
 * @param trust holds what it trusts; null where that is a PEM file or not known
 */
public record OwnStores(@Nullable StoreName key, @Nullable StoreName trust) {
  /** Nothing is known. */
  public static final OwnStores UNKNOWN = new OwnStores(null, null);
}
