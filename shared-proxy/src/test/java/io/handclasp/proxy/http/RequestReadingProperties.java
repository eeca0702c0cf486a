package io.handclasp.proxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/**
 * What holds for every sequence of bytes: whatever our reader takes for a request, Netty's takes
 * for the same request with the same body, and how the bytes come in pieces changes nothing.
 */
class RequestReadingProperties {
  private static final List<String> LINES =
      List.of(
          "GET / HTTP/1.1\r\n",
          "POST /a?b=c HTTP/1.1\r\n",
          "HEAD /%2e HTTP/1.0\r\n",
          "PUT http://a/x HTTP/1.1\r\n",
          "GET  / HTTP/1.1\r\n",
          "GET /\r\n",
          "Host: a\r\n",
          "host:a\r\n",
          "Host:\ta \r\n",
          "Content-Length: 5\r\n",
          "Content-Length: 0\r\n",
          "Content-Length:5\r\n",
          "content-length: 05\r\n",
          "Content-Length: 5,5\r\n",
          "Content-Length : 5\r\n",
          "Content-Length: +5\r\n",
          "Transfer-Encoding: chunked\r\n",
          "transfer-encoding: CHUNKED\r\n",
          "Transfer-Encoding: chunked, chunked\r\n",
          "Transfer-Encoding: gzip, chunked\r\n",
          "Transfer-Encoding : chunked\r\n",
          "Transfer-Encoding:\u000bchunked\r\n",
          "Transfer-Encoding: identity\r\n",
          "X-Y: one\r\n",
          "X-Y: one\r\n two\r\n",
          "X-Y: \u00e9\r\n",
          "X-Y:\r\n",
          "X Y: z\r\n",
          "Connection: close\r\n",
          "Connection: content-length\r\n",
          "Connection: transfer-encoding, x-y\r\n",
          "Upgrade: h2c\r\n",
          "Expect: 100-continue\r\n",
          "\r\n",
          "\n",
          "\r",
          "abcde",
          "5\r\nabcde\r\n",
          "5;x=y\r\nabcde\r\n",
          "0x5\r\nabcde\r\n",
          "05\r\nabcde\r\n",
          "0\r\n\r\n",
          "0\r\nX-T: 1\r\n\r\n",
          "000\r\n\r\n",
          "-1\r\n",
          "\u0000",
          " ",
          "\t");

  @Provide
  Arbitrary<byte[]> assembled() {
    Arbitrary<String> valid =
        Arbitraries.of(
            "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
            "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nabcde",
            "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\n\r\n");
    Arbitrary<String> begun =
        Arbitraries.of("", "GET / HTTP/1.1\r\nHost: a\r\n", "POST /x HTTP/1.1\r\nHost: a\r\n");
    Arbitrary<String> pieces =
        Arbitraries.of(LINES).list().ofMaxSize(8).map(list -> String.join("", list));
    return Combinators.combine(valid.list().ofMaxSize(2), begun, pieces, valid)
        .as(
            (before, head, middle, after) ->
                (String.join("", before) + head + middle + after)
                    .getBytes(StandardCharsets.ISO_8859_1));
  }

  @Provide
  Arbitrary<byte[]> damaged() {
    Arbitrary<Integer> octet =
        Arbitraries.oneOf(
            Arbitraries.of(0, 9, 10, 11, 12, 13, 32, 44, 58, 59, 127, 128, 160, 255),
            Arbitraries.integers().between(0, 255));
    return Combinators.combine(
            assembled(),
            Arbitraries.integers().between(0, 10_000),
            octet,
            Arbitraries.integers().between(0, 2))
        .as(RequestReadingProperties::damage);
  }

  private static byte[] damage(byte[] bytes, int where, int octet, int how) {
    int at = where % bytes.length;
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    String middle =
        switch (how) {
          case 0 -> String.valueOf((char) octet);
          case 1 -> (char) octet + text.substring(at, at + 1);
          default -> "";
        };
    return (text.substring(0, at) + middle + text.substring(at + 1))
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  @Property(tries = 4000, edgeCases = EdgeCasesMode.NONE)
  void whatWeTakeNettyTakesAlike(@ForAll("assembled") byte[] bytes) {
    compare(bytes);
  }

  @Property(tries = 4000, edgeCases = EdgeCasesMode.NONE)
  void whatWeTakeOfDamagedBytesNettyTakesAlike(@ForAll("damaged") byte[] bytes) {
    compare(bytes);
  }

  @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
  void piecesChangeNothing(
      @ForAll("damaged") byte[] bytes, @ForAll @IntRange(min = 1, max = 40) int pieceSize) {
    ReadRequests whole = ReadRequests.byOurs(bytes, bytes.length);
    ReadRequests inPieces = ReadRequests.byOurs(bytes, pieceSize);

    assertThat(inPieces.complete()).isEqualTo(whole.complete());
    assertThat(inPieces.refused() == null).isEqualTo(whole.refused() == null);
  }

  private static void compare(byte[] bytes) {
    List<ReadRequests.Message> ours = ReadRequests.byOurs(bytes, bytes.length).complete();
    List<ReadRequests.Message> nettys = ReadRequests.byNetty(bytes).complete();

    assertThat(nettys.size()).isGreaterThanOrEqualTo(ours.size());
    for (int i = 0; i < ours.size(); i++) {
      ReadRequests.Message own = ours.get(i);
      ReadRequests.Message other = nettys.get(i);
      assertThat(other.method()).isEqualTo(own.method());
      assertThat(other.target()).endsWith(own.target());
      assertThat(other.body()).isEqualTo(own.body());
      assertThat(other.fields()).containsAll(own.fields());
    }
  }
}
