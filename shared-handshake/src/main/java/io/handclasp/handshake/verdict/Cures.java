package io.handclasp.handshake.verdict;

import io.handclasp.handshake.record.HandshakeRecord;
import io.handclasp.handshake.record.Role;
import java.util.ArrayList;
import java.util.List;

/** What mends the causes of a record, with the names that the record knows filled in. */
public final class Cures {
  private Cures() {}

  /**
   * The ways to mend the cause of {@code handshake} and then each further cause; where several
   * cures are given for one cause, one of them is enough. Empty where nothing is to be mended.
   *
   * @param ends what either end recorded of it, as far as it is at hand: each knows its own stores
   */
  public static List<Cure> of(HandshakeRecord handshake, List<HandshakeRecord> ends) {
    CureWords words = new CureWords(handshake, ends);
    List<Cure> cures = new ArrayList<>();
    add(cures, handshake.cause(), handshake.role(), words);
    handshake.alsoCauses().forEach(code -> add(cures, code, handshake.role(), words));
    return cures.stream().distinct().toList();
  }

  /** The same by one end alone. */
  public static List<Cure> of(HandshakeRecord handshake) {
    return of(handshake, List.of(handshake));
  }

  /** The same for one of its causes or warnings. */
  public static List<Cure> of(String code, HandshakeRecord handshake, List<HandshakeRecord> ends) {
    List<Cure> cures = new ArrayList<>();
    add(cures, code, handshake.role(), new CureWords(handshake, ends));
    return List.copyOf(cures);
  }

  private static void add(List<Cure> cures, String code, Role own, CureWords words) {
    Cause.ofCode(code).ifPresent(cause -> cures.addAll(new Remedies(cause, own, words).cures()));
  }

  /** The same without a record: for documents and for what is found at a start. */
  public static List<Cure> of(Cause cause, Role own) {
    return new Remedies(cause, own, new CureWords()).cures();
  }
}
