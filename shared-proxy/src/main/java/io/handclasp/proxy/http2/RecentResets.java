package io.handclasp.proxy.http2;

/**
 * The streams this end reset last. The peer may not have known when it sent more frames on them, so
 * those are no breach (RFC 9113 section 5.1).
 */
final class RecentResets {
  private static final int KEPT = 256;

  private final int[] ids = new int[KEPT];
  private int count;

  void add(int id) {
    ids[count % KEPT] = id;
    count++;
  }

  /** Where more were reset than are remembered, any might have been. */
  boolean contains(int id) {
    if (count > KEPT) {
      return true;
    }
    for (int i = 0; i < count; i++) {
      if (ids[i] == id) {
        return true;
      }
    }
    return false;
  }
}
