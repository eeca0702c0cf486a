package io.handclasp.handshake.view;

import io.handclasp.handshake.journal.JoinedHandshake;
import io.handclasp.handshake.journal.JoinedStep;
import io.handclasp.handshake.record.Negotiated;
import io.handclasp.handshake.record.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The messages as arrows between the client on the left and the server on the right. Outside of the
 * two lines stands when each end saw the message, in milliseconds.
 */
final class SequenceDiagram {
  private static final int MARK = 7;
  private static final int TIME = 10;
  private static final int BETWEEN = 66;
  private static final int NAME = 43;

  private final JoinedHandshake handshake;
  private final Walkthrough walkthrough;
  private final Page page;

  SequenceDiagram(JoinedHandshake handshake, Walkthrough walkthrough, Page page) {
    this.handshake = handshake;
    this.walkthrough = walkthrough;
    this.page = page;
  }

  void draw() {
    Party client = Party.client(handshake);
    Party server = Party.server(handshake);
    heads("CLIENT", "SERVER");
    heads(Printed.of(client.name(), NAME), Printed.of(server.name(), NAME));
    heads(Printed.of(client.address(), NAME), Printed.of(server.address(), NAME));
    heads(client.provider(), server.provider());
    rule("ms", "ms");
    handshake.steps().forEach(this::step);
    rule("", "");
  }

  private void heads(String left, String right) {
    int gap = TIME + BETWEEN + 2 + TIME - left.length() - right.length();
    page.line(" ".repeat(MARK) + left + " ".repeat(gap) + right);
  }

  private void rule(String left, String right) {
    page.line(row("", left, '|', " ".repeat(BETWEEN), '|', right));
  }

  private static String row(
      String mark, String left, char leftBar, String between, char rightBar, String right) {
    StringBuilder line = new StringBuilder(Page.WIDTH);
    line.append(mark).append(" ".repeat(MARK - mark.length()));
    line.append(" ".repeat(TIME - 1 - left.length())).append(left).append(' ');
    line.append(leftBar).append(between).append(rightBar);
    line.append(" ".repeat(TIME - right.length())).append(right);
    return line.toString();
  }

  private void step(JoinedStep step) {
    boolean byClient = step.sender() == Role.CLIENT;
    Duration left = byClient ? step.sentAt() : step.receivedAt();
    Duration right = byClient ? step.receivedAt() : step.sentAt();
    page.line(
        row(
            walkthrough.mark(step, ""),
            time(left),
            byClient ? '|' : '<',
            arrow(step),
            byClient ? '>' : '|',
            time(right)));
    for (String fact : facts(step)) {
      rowOfWords(fact);
    }
  }

  private static String time(@Nullable Duration time) {
    return time == null ? "" : Times.millis(time);
  }

  private static String arrow(JoinedStep step) {
    String bytes = step.bytes() > 0 ? " " + step.bytes() + " B " : "";
    int room = BETWEEN - 8 - bytes.length();
    String note = step.note() == null ? "" : ": " + Printed.of(step.note());
    String words = Printed.cut(step.kind().rfcName() + note, room);
    return "-- " + words + " " + "-".repeat(room + 1 - words.length()) + bytes + "---";
  }

  private void rowOfWords(String words) {
    String rest = Printed.of(words);
    int room = BETWEEN - 5;
    while (!rest.isEmpty()) {
      String part = part(rest, room);
      rest = rest.substring(part.length()).stripLeading();
      page.line(row("", "", '|', "    " + part + " ".repeat(BETWEEN - 4 - part.length()), '|', ""));
    }
  }

  private static String part(String words, int room) {
    if (words.length() <= room) {
      return words;
    }
    int space = words.lastIndexOf(' ', room);
    return words.substring(0, space > 0 ? space : room);
  }

  private List<String> facts(JoinedStep step) {
    Negotiated negotiated = negotiated();
    List<String> facts = new ArrayList<>();
    switch (step.kind()) {
      case CLIENT_HELLO -> offer(negotiated, facts);
      case SERVER_HELLO -> choice(negotiated, facts);
      case CERTIFICATE_REQUEST -> {
        if (!negotiated.requestedAuthorities().isEmpty()) {
          facts.add("issued by " + firstOf(negotiated.requestedAuthorities(), 2));
        }
      }
      case SERVER_CERTIFICATE -> chain(Party.server(handshake), facts);
      case CLIENT_CERTIFICATE -> chain(Party.client(handshake), facts);
      default -> {}
    }
    return facts;
  }

  private static void offer(Negotiated negotiated, List<String> facts) {
    if (!negotiated.offeredVersions().isEmpty()) {
      facts.add("offers " + String.join(", ", negotiated.offeredVersions()));
    }
    if (negotiated.serverName() != null) {
      facts.add("asks for " + negotiated.serverName() + " (SNI)");
    }
    if (!negotiated.offeredProtocols().isEmpty()) {
      facts.add("speaks " + firstOf(negotiated.offeredProtocols(), 4));
    }
  }

  private static void choice(Negotiated negotiated, List<String> facts) {
    List<String> chosen = new ArrayList<>();
    for (String choice :
        new String[] {negotiated.version(), negotiated.suite(), negotiated.group()}) {
      if (choice != null) {
        chosen.add(choice);
      }
    }
    if (!chosen.isEmpty()) {
      facts.add("chooses " + String.join(", ", chosen));
    }
    if (negotiated.resumed()) {
      facts.add("resumes an earlier session");
    }
  }

  private static void chain(Party party, List<String> facts) {
    if (party.chain().isEmpty()) {
      facts.add("none");
    } else {
      facts.add(party.chain().get(0).subject());
      facts.add("issued by " + party.chain().get(0).issuer());
    }
  }

  private static String firstOf(List<String> all, int most) {
    String first = String.join("; ", all.subList(0, Math.min(most, all.size())));
    return all.size() > most ? first + " and " + (all.size() - most) + " more" : first;
  }

  /** As the client tells it, except where only the server could read so far. */
  private Negotiated negotiated() {
    Negotiated best = handshake.either().negotiated();
    for (var end : handshake.ends()) {
      if (best.version() == null && end.negotiated().version() != null) {
        best = end.negotiated();
      } else if (best.requestedAuthorities().isEmpty()
          && !end.negotiated().requestedAuthorities().isEmpty()) {
        best = end.negotiated();
      }
    }
    return best;
  }
}
