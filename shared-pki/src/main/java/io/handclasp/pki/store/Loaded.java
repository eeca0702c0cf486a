package io.handclasp.pki.store;

import java.util.List;

/**
 * What was read from a store, and what the operator should know about how it was read.
 *
 * @param value the identity or the trusted certificates
 * @param format the format of the file, found by content
 * @param notes what is worth mending; empty where all is well
 */
public record Loaded<T>(T value, StoreFormat format, List<StoreNote> notes) {
  /** Copies. */
  public Loaded {
    notes = List.copyOf(notes);
  }
}
