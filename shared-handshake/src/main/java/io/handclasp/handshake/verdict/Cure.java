package io.handclasp.handshake.verdict;

import io.handclasp.handshake.record.Fault;
import java.util.List;

/**
 * One way to mend a cause.
 *
 * @param side where it is done, seen from the end whose record it is for: {@link Fault#OWN}, {@link
 *     Fault#PEER}, or {@link Fault#NETWORK} where it is neither
 * @param what what to do, in a sentence or a few
 * @param pki the commands with {@code scripts/pki}, in order; files are named as {@code pki pair}
 *     names them; empty where no command helps
 * @param tools the same with keytool and openssl
 */
public record Cure(Fault side, String what, List<String> pki, List<String> tools) {
  /** Copies the lists. */
  public Cure {
    pki = List.copyOf(pki);
    tools = List.copyOf(tools);
  }
}
