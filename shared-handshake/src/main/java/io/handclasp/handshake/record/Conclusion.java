package io.handclasp.handshake.record;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was concluded from an observed handshake.
 *
 * @param cause code of the cause, the one to mend first; empty where all went well
 * @param alsoCauses further causes that hold at the same time, the next to mend first
 * @param fault on whose side the cure lies; null where nothing failed
 * @param certainty how sure the cause is; null where nothing failed
 * @param detail one sentence for people; null where there is nothing to say
 * @param evidence what the conclusion rests on, sentence by sentence
 * @param warnings codes of what works but should be mended
 * @param ownStores what commands that mend it call the own stores
 */
public record Conclusion(
    String cause,
    List<String> alsoCauses,
    @Nullable Fault fault,
    @Nullable Certainty certainty,
    @Nullable String detail,
    List<String> evidence,
    List<String> warnings,
    OwnStores ownStores) {
  /** Copies the lists. */
  public Conclusion {
    alsoCauses = List.copyOf(alsoCauses);
    evidence = List.copyOf(evidence);
    warnings = List.copyOf(warnings);
  }

  /** Nothing failed. */
  public static Conclusion wellDone(List<String> warnings, OwnStores ownStores) {
    return new Conclusion("", List.of(), null, null, null, List.of(), warnings, ownStores);
  }
}
