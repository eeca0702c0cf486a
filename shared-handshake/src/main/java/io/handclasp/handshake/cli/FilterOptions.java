package io.handclasp.handshake.cli;

import io.handclasp.handshake.journal.FilterWords;
import io.handclasp.handshake.journal.HandshakeFilter;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which handshakes are wanted. */
final class FilterOptions {
  @Option(
      names = "--outcome",
      paramLabel = "WORD[,WORD]",
      description = "established, provisional, refused, failed, probe, not-tls.")
  private @Nullable List<String> outcomes;

  @Option(
      names = "--failed",
      description = "All that did not succeed: short for --outcome failed,refused,not-tls.")
  private boolean failed;

  @Option(
      names = "--peer",
      paramLabel = "TEXT",
      description = "Part of the peer's address, name or subject.")
  private @Nullable List<String> peers;

  @Option(
      names = "--cause",
      paramLabel = "CODE",
      description = "A cause or warning; client-cert-* stands for all that begin so.")
  private @Nullable List<String> causes;

  @Option(
      names = "--side",
      paramLabel = "SIDE",
      description = "As the client or the server told it.")
  private @Nullable List<String> sides;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "2026-11-25T14:30:00Z, 2026-11-25, or an age such as 15m.")
  private @Nullable String since;

  @Option(names = "--until", paramLabel = "TIME", description = "The same, not included.")
  private @Nullable String until;

  HandshakeFilter filter() throws CommandFailure {
    Map<String, List<String>> words = new HashMap<>();
    put(words, "outcome", failed ? List.of("failed,refused,not-tls") : outcomes);
    put(words, "peer", peers);
    put(words, "cause", causes);
    put(words, "side", sides);
    put(words, "since", since == null ? null : List.of(since));
    put(words, "until", until == null ? null : List.of(until));
    try {
      return FilterWords.parse(words, Instant.now());
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, "--" + e.getMessage());
    }
  }

  private static void put(
      Map<String, List<String>> words, String key, @Nullable List<String> values) {
    if (values != null) {
      words.put(key, values);
    }
  }
}
