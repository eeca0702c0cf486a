package io.handclasp.handshake.verdict;

import io.handclasp.handshake.record.Fault;
import io.handclasp.pki.installed.InstalledCommand;
import java.util.List;

/**
 * One way to mend a cause.
 *
 * @param side where it is done, seen from the end whose record it is for: {@link Fault#OWN}, {@link
 *     Fault#PEER}, or {@link Fault#NETWORK} where it is neither
 * @param what what to do, in a sentence or a few
 * @param pki the commands with {@code pki}, in order; files are named as {@code pki pair} names
 *     them; empty where no command helps
 * @param tools the same with keytool and openssl
 */
public record Cure(Fault side, String what, List<String> pki, List<String> tools) {
  private static final String HERE = "scripts/pki ";

  private static final String AS_STARTED = InstalledCommand.name("scripts/pki", "pki") + " ";

  /** Copies the lists, and calls {@code pki} as it is called in this installation. */
  public Cure {
    pki =
        pki.stream()
            .map(c -> c.startsWith(HERE) ? AS_STARTED + c.substring(HERE.length()) : c)
            .toList();
    tools = List.copyOf(tools);
  }
}
