package io.handclasp.proxy.http2;

import static org.assertj.core.api.Assertions.assertThat;

import io.handclasp.proxy.http.FailureKind;
import io.handclasp.proxy.http.FieldName;
import io.netty.util.AsciiString;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a block before had is known, and counts as if it were looked through again. */
class FieldBlockTest {
  private static final Line METHOD = new Line(":method", "GET");
  private static final Line PATH = new Line(":path", "/");
  private static final Line ACCEPT = new Line("accept", "text/plain");
  private static final Line LENGTH = new Line("content-length", "7");
  private static final Line HOST = new Line("host", "a.example");
  private static final Line COOKIE = new Line("cookie", "a=b");
  private static final Line TE = new Line("te", "gzip");
  private static final Line CONTROL = new Line("x-a", "a\u0007b");

  private final FieldBlock block = new FieldBlock(2);

  private record Line(AsciiString name, AsciiString value) {
    Line(String name, String value) {
      this(new AsciiString(name), new AsciiString(value));
    }
  }

  private void take(Line... lines) {
    block.begin();
    List.of(lines).forEach(line -> block.add(line.name, line.value));
    block.end();
  }

  @Test
  void theSameLinesSayTheSameAgain() {
    for (int round = 0; round < 3; round++) {
      take(METHOD, PATH, HOST, LENGTH, COOKIE, ACCEPT);

      assertThat(block.fault()).isNull();
      assertThat((CharSequence) block.method).hasToString("GET");
      assertThat((CharSequence) block.path).hasToString("/");
      assertThat((CharSequence) block.host).hasToString("a.example");
      assertThat(block.contentLength).isEqualTo(7);
      assertThat(block.fields().size()).isEqualTo(2);
      assertThat((CharSequence) block.fields().get(FieldName.COOKIE)).hasToString("a=b");
    }
  }

  @Test
  void anotherValueInTheSamePlaceIsLookedThrough() {
    take(METHOD, new Line("x-a", "ab"));
    take(METHOD, CONTROL);

    assertThat(block.fault()).isEqualTo(FailureKind.REQUEST_MALFORMED);
  }

  @Test
  void whatWasRefusedIsRefusedAgain() {
    for (Line refused : List.of(TE, CONTROL)) {
      for (int round = 0; round < 2; round++) {
        take(METHOD, refused);

        assertThat(block.fault()).isEqualTo(FailureKind.REQUEST_MALFORMED);
      }
    }
  }

  @Test
  void linesBehindARefusedOneAreNotTakenForSound() {
    take(TE, METHOD, CONTROL);
    take(ACCEPT, ACCEPT, CONTROL);

    assertThat(block.fault()).isEqualTo(FailureKind.REQUEST_MALFORMED);
  }

  @Test
  void orderAndNumberCountAsEver() {
    take(METHOD, PATH, ACCEPT, COOKIE);
    take(METHOD, ACCEPT, PATH);
    assertThat(block.fault()).isEqualTo(FailureKind.REQUEST_MALFORMED);

    take(METHOD, METHOD);
    assertThat(block.fault()).isEqualTo(FailureKind.REQUEST_MALFORMED);

    for (int round = 0; round < 2; round++) {
      take(ACCEPT, ACCEPT);
      assertThat(block.fault()).isNull();
    }
    take(ACCEPT, ACCEPT, ACCEPT);
    assertThat(block.fault()).isEqualTo(FailureKind.REQUEST_FIELDS_TOO_LARGE);
  }
}
