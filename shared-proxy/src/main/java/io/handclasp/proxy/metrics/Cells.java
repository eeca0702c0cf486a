package io.handclasp.proxy.metrics;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counting where one thread writes and others read: a plain addition and an ordered write, without
 * the locked instruction that several writers would need.
 */
final class Cells {
  private Cells() {}

  static void add(AtomicLongArray cells, int index, long more) {
    cells.lazySet(index, cells.getPlain(index) + more);
  }

  static void add(AtomicLong cell, long more) {
    cell.lazySet(cell.getPlain() + more);
  }
}
