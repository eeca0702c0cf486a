package io.handclasp.proxy.metrics;

import io.handclasp.handshake.record.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Counts by peer, for no more peers than fit: where the table is full and nobody in it was silent
 * for a day, further ones are counted together. Any thread.
 */
final class PeerTable {
  private static final String OTHERS = "other";
  private static final int LONGEST_NAME = 160;
  private static final Duration FORGOTTEN_AFTER = Duration.ofDays(1);

  private final int most;
  private final Map<Key, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<Role, Entry> others = new EnumMap<>(Role.class);

  PeerTable(int most) {
    this.most = most;
  }

  /** A peer, seen from one role. */
  record Key(Role role, String peer) {}

  /** What is known of one peer. */
  static final class Entry {
    private long count;
    private @Nullable Instant expiry;
    private Instant lastSeen = Instant.EPOCH;

    private void seen(Instant now, @Nullable Instant until, boolean shared) {
      count++;
      lastSeen = now;
      // Where many share the entry, the one that ends first is what matters.
      boolean sooner = expiry == null || (until != null && until.isBefore(expiry));
      expiry = shared ? (sooner ? until : expiry) : until;
    }

    long count() {
      return count;
    }

    @Nullable Instant expiry() {
      return expiry;
    }

    private Entry copy() {
      Entry copy = new Entry();
      copy.count = count;
      copy.expiry = expiry;
      return copy;
    }
  }

  /** Counts a handshake with a peer whose certificate is valid until then. */
  synchronized void seen(Role role, String peer, @Nullable Instant expiry, Instant now) {
    Key key = new Key(role, shown(peer));
    Entry entry = entries.get(key);
    if (entry == null && (entries.size() < most || forgetEldest(now))) {
      entry = new Entry();
      entries.put(key, entry);
    }
    if (entry != null) {
      entry.seen(now, expiry, false);
    } else {
      others.computeIfAbsent(role, r -> new Entry()).seen(now, expiry, true);
    }
  }

  /** All of them, those counted together last. */
  void forEach(BiConsumer<Key, Entry> each) {
    copy().forEach(each);
  }

  private synchronized Map<Key, Entry> copy() {
    Map<Key, Entry> copy = new LinkedHashMap<>();
    entries.forEach((key, entry) -> copy.put(key, entry.copy()));
    others.forEach((role, entry) -> copy.put(new Key(role, OTHERS), entry.copy()));
    return copy;
  }

  private boolean forgetEldest(Instant now) {
    Map.Entry<Key, Entry> eldest = entries.entrySet().iterator().next();
    if (eldest.getValue().lastSeen.plus(FORGOTTEN_AFTER).isAfter(now)) {
      return false;
    }
    entries.remove(eldest.getKey());
    return true;
  }

  /** A name that a peer chose: its length is bounded, and it holds only what can be seen. */
  private static String shown(String name) {
    return name.length() <= LONGEST_NAME && isPlain(name) ? name : escaped(name);
  }

  private static boolean isPlain(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c < ' ' || c > '~') {
        return false;
      }
    }
    return true;
  }

  private static String escaped(String name) {
    StringBuilder shown = new StringBuilder(Math.min(name.length(), LONGEST_NAME));
    name.codePoints()
        .limit(LONGEST_NAME)
        .forEach(c -> shown.appendCodePoint(isVisible(c) ? c : 0xfffd));
    return shown.toString();
  }

  private static boolean isVisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
