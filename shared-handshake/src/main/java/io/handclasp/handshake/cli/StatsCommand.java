package io.handclasp.handshake.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.handclasp.handshake.journal.HandshakeFilter;
import io.handclasp.handshake.journal.JournalFollower;
import io.handclasp.handshake.view.HandshakeView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code handshakes stats}: how many, by what, how fast. */
@Command(
    name = "stats",
    description = {
      "Counts handshakes by outcome, cause, peer, version, group and provider; tells the share of",
      "resumed ones and the percentiles of the time that established ones took, as the client saw",
      "it where its journal is given. Ends with 1 where there are none."
    })
final class StatsCommand extends JournalCommand {
  private static final double[] PERCENTILES = {50, 90, 99, 99.9, 100};

  @Mixin private FilterOptions filterOptions;

  @Option(
      names = "--top",
      defaultValue = "10",
      paramLabel = "COUNT",
      description = "So many lines of each kind; JSON has all. Default: ${DEFAULT-VALUE}.")
  private int top;

  @Option(
      names = {"-f", "--follow"},
      description = "Count on with what comes, until interrupted: a new table whenever it changed.")
  private boolean follow;

  @Option(
      names = "--every",
      defaultValue = "2",
      paramLabel = "SECONDS",
      description = "With --follow, at most one table in so many. Default: ${DEFAULT-VALUE}.")
  private int every;

  @Override
  public Integer call() throws IOException, CommandFailure {
    HandshakeFilter filter = filterOptions.filter();
    if (every < 0) {
      throw new CommandFailure(ExitCode.USAGE, "--every: " + every + " (expected: >= 0)");
    }
    if (follow) {
      follow(filter);
      return ExitCode.OK;
    }
    try (JournalSet journals = open()) {
      Tally tally = new Tally(journals.size() > 1);
      journals.read(filter, tally::add);
      tally.finish();
      tell(tally);
      return tally.handshakes() > 0 ? ExitCode.OK : ExitCode.NEGATIVE;
    }
  }

  private void follow(HandshakeFilter filter) throws IOException {
    Tally tally;
    List<JournalFollower> followers;
    try (JournalSet journals = openLive()) {
      followers = journals.follow();
      tally = new Tally(journals.size() > 1);
      journals.read(filter, tally::add);
    }
    Telling telling = new Telling(tally);
    follow(
        followers,
        handshake -> {
          if (filter.accepts(handshake)) {
            tally.add(handshake);
            telling.changed = true;
          }
        },
        telling);
  }

  private void tell(Tally tally) throws IOException {
    if (json()) {
      printJson(out -> write(out, tally));
    } else {
      print(tally);
    }
  }

  /** Tells what changed, but not too often. */
  private final class Telling implements Runnable {
    private final Tally tally;
    private boolean changed = true;
    private long toldAt = System.nanoTime() - TimeUnit.SECONDS.toNanos(every);

    private Telling(Tally tally) {
      this.tally = tally;
    }

    @Override
    public void run() {
      long now = System.nanoTime();
      if (!changed || now - toldAt < TimeUnit.SECONDS.toNanos(every)) {
        return;
      }
      try {
        if (!json()) {
          out().println(Instant.now().truncatedTo(ChronoUnit.SECONDS));
        }
        tell(tally.soFar());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      changed = false;
      toldAt = now;
    }
  }

  private void print(Tally tally) {
    out().println("handshakes  " + tally.handshakes());
    for (String aspect : tally.aspects()) {
      Map<String, Long> counted = tally.by(aspect);
      if (!counted.isEmpty()) {
        out().println("by " + aspect);
        counted.entrySet().stream().limit(top).forEach(this::printCount);
        if (counted.size() > top) {
          out().println("            and " + (counted.size() - top) + " more");
        }
      }
    }
    out().printf(Locale.ROOT, "resumed     %.1f %%%n", 100 * tally.resumedShare());
    print("full", tally.full());
    print("resumed", tally.resumed());
  }

  private void printCount(Map.Entry<String, Long> count) {
    out()
        .printf(Locale.ROOT, "%10d  %s%n", count.getValue(), HandshakeView.escaped(count.getKey()));
  }

  private void print(String kind, Tally.Latencies latencies) {
    if (latencies.count() == 0) {
      return;
    }
    out().printf(Locale.ROOT, "%-10s  ", kind);
    for (double percent : PERCENTILES) {
      out()
          .printf(
              Locale.ROOT, "%s %.3f ms  ", name(percent), latencies.percentile(percent) / 1_000.0);
    }
    out().println();
  }

  private static String name(double percent) {
    if (percent == 100) {
      return "max";
    }
    return percent == Math.rint(percent)
        ? "p" + (int) percent
        : "p" + String.format(Locale.ROOT, "%.1f", percent);
  }

  private static void write(JsonGenerator out, Tally tally) throws IOException {
    out.writeStartObject();
    out.writeNumberField("handshakes", tally.handshakes());
    for (String aspect : tally.aspects()) {
      out.writeObjectFieldStart("by_" + aspect);
      for (Map.Entry<String, Long> count : tally.by(aspect).entrySet()) {
        out.writeNumberField(count.getKey(), count.getValue());
      }
      out.writeEndObject();
    }
    out.writeNumberField("resumed_share", tally.resumedShare());
    write(out, "full_us", tally.full());
    write(out, "resumed_us", tally.resumed());
    out.writeEndObject();
  }

  private static void write(JsonGenerator out, String field, Tally.Latencies latencies)
      throws IOException {
    if (latencies.count() == 0) {
      return;
    }
    out.writeObjectFieldStart(field);
    out.writeNumberField("count", latencies.count());
    for (double percent : PERCENTILES) {
      out.writeNumberField(name(percent), latencies.percentile(percent));
    }
    out.writeEndObject();
  }
}
