package io.handclasp.proxy.http;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for the fields of every request that is taken, on its way to the next hop. */
class HeaderHandlingProperties {
  private static final HeadLimits LIMITS = new HeadLimits(2000, 8000, 100);
  private static final List<String> HOP_BY_HOP =
      List.of("connection", "keep-alive", "proxy-connection", "te", "transfer-encoding", "upgrade");

  /** A field as a client may write it. */
  record Line(String name, String value) {}

  @Provide
  Arbitrary<List<Line>> lines() {
    Arbitrary<String> ends =
        Arbitraries.strings().withChars("abcXYZ019-_.!~").ofMinLength(1).ofMaxLength(8);
    Arbitrary<String> known =
        Arbitraries.of("Keep-Alive", "Proxy-Connection", "TE", "Accept", "cookie", "X-a", "Via");
    Arbitrary<String> values =
        Arbitraries.strings().withChars("ab ,;=\"\t\u00e9:/").ofMaxLength(12);
    return Combinators.combine(Arbitraries.oneOf(ends, known), values)
        .as(Line::new)
        .list()
        .ofMaxSize(8);
  }

  @Property(tries = 1500, edgeCases = EdgeCasesMode.NONE)
  void sendsOnWhatIsMeantForTheOtherEndAndNothingElse(
      @ForAll("lines") List<Line> lines, @ForAll boolean connectionFirst) throws Exception {
    List<String> named = new ArrayList<>();
    for (int i = 0; i < lines.size(); i += 3) {
      named.add(lines.get(i).name());
    }
    String connection = named.isEmpty() ? "" : "Connection: " + String.join(" ,", named) + "\r\n";
    StringBuilder text = new StringBuilder("GET /x HTTP/1.1\r\nHost: a\r\n");
    text.append(connectionFirst ? connection : "");
    for (Line line : lines) {
      text.append(line.name()).append(": ").append(line.value()).append("\r\n");
    }
    text.append(connectionFirst ? "" : connection).append("\r\n");

    RequestHead head = parse(text.toString());
    List<String> expected = new ArrayList<>();
    for (Line line : lines) {
      String name = line.name().toLowerCase(Locale.ROOT);
      if (!HOP_BY_HOP.contains(name)
          && named.stream().noneMatch(other -> other.equalsIgnoreCase(name))) {
        expected.add(name + ": " + line.value().strip());
      }
    }
    assertThat(fields(head)).containsExactlyElementsOf(expected);

    ByteBuf out = Unpooled.buffer();
    new HeadWriter().request(head, out);
    RequestHead again = parse(out.toString(StandardCharsets.ISO_8859_1));
    out.release();
    assertThat(fields(again)).isEqualTo(fields(head));
    assertThat(again.target().toString()).isEqualTo(head.target().toString());
    assertThat(again.authority().toString()).isEqualTo(head.authority().toString());
  }

  private static RequestHead parse(String text) throws HttpSyntaxException {
    ByteBuf in = Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
    try {
      return requireNonNull(new Http1RequestParser(LIMITS, false).parse(in));
    } finally {
      in.release();
    }
  }

  private static List<String> fields(RequestHead head) {
    List<String> fields = new ArrayList<>();
    for (int i = 0; i < head.fields().size(); i++) {
      String value = head.fields().value(i).toString();
      fields.add(head.fields().name(i) + ": " + value);
    }
    return fields;
  }
}
