package io.handclasp.proxy.metrics;

import java.util.Arrays;

/**
 * The status codes that are told apart: those that are registered, and per class all others
 * together, so that an origin that invents codes makes no more series.
 */
final class Statuses {
  private static final int[] REGISTERED = {
    100, 101, 102, 103, 200, 201, 202, 203, 204, 205, 206, 207, 208, 226, 300, 301, 302, 303, 304,
    305, 307, 308, 400, 401, 402, 403, 404, 405, 406, 407, 408, 409, 410, 411, 412, 413, 414, 415,
    416, 417, 421, 422, 423, 424, 425, 426, 428, 429, 431, 451, 499, 500, 501, 502, 503, 504, 505,
    506, 507, 508, 510, 511
  };
  private static final String[] CLASSES = {"none", "1xx", "2xx", "3xx", "4xx", "5xx"};
  private static final byte[] SLOT = slots();

  /** How many slots there are. */
  static final int SLOTS = CLASSES.length + REGISTERED.length;

  /** How many classes there are; their slots are the first. */
  static final int CLASS_COUNT = CLASSES.length;

  private Statuses() {}

  /** The slot of a status. */
  static int slot(int status) {
    return status < 0 || status >= SLOT.length ? 0 : SLOT[status];
  }

  /** The class of a status: its first digit, or 0 where there was no answer. */
  static int classOf(int status) {
    return status < 100 || status >= SLOT.length ? 0 : status / 100;
  }

  /** How a slot is called in a label. */
  static String label(int slot) {
    return slot < CLASSES.length
        ? CLASSES[slot]
        : Integer.toString(REGISTERED[slot - CLASSES.length]);
  }

  private static byte[] slots() {
    byte[] slots = new byte[600];
    for (int status = 0; status < slots.length; status++) {
      int registered = Arrays.binarySearch(REGISTERED, status);
      slots[status] = (byte) (registered < 0 ? status / 100 : CLASSES.length + registered);
    }
    return slots;
  }
}
