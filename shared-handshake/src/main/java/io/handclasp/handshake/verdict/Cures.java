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
   */
  public static List<Cure> of(HandshakeRecord handshake) {
    List<Cure> cures = new ArrayList<>();
    add(cures, handshake.cause(), handshake);
    handshake.alsoCauses().forEach(code -> add(cures, code, handshake));
    return cures.stream().distinct().toList();
  }

  /** The same for one of its causes or warnings. */
  public static List<Cure> of(String code, HandshakeRecord handshake) {
    List<Cure> cures = new ArrayList<>();
    add(cures, code, handshake);
    return List.copyOf(cures);
  }

  private static void add(List<Cure> cures, String code, HandshakeRecord handshake) {
    Cause.ofCode(code)
        .ifPresent(
            cause ->
                cures.addAll(
                    new Remedies(cause, handshake.role(), new CureWords(handshake)).cures()));
  }

  /** The same without a record: for documents and for what is found at a start. */
  public static List<Cure> of(Cause cause, Role own) {
    return new Remedies(cause, own, new CureWords()).cures();
  }
}
