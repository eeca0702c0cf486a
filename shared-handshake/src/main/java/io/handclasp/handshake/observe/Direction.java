package io.handclasp.handshake.observe;

import io.handclasp.handshake.record.Role;
import io.handclasp.handshake.record.Step;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** One direction of a {@link Wire}: from records to messages, through the protection if it can. */
final class Direction implements RecordStream.Sink, MessageStream.Sink {
  /** An alert's two bytes, its type and the tag: no handshake message is as short. */
  private static final int SEALED_ALERT = 19;

  /** The same from a JDK, which pads each of its records with 16 zeros. */
  private static final int PADDED_ALERT = SEALED_ALERT + 16;

  private static final int MOST_HELD_BYTES = 256 * 1024;

  private final Wire wire;
  private final boolean sent;
  private final Role sender;
  private final RecordStream records = new RecordStream(this);
  private final MessageStream messages = new MessageStream(this);
  private final Deque<Held> held = new ArrayDeque<>(2);
  private int heldBytes;
  private boolean fed;
  private boolean changedCipher;
  private boolean finished;
  private boolean unreadable;
  private boolean sealed;
  private boolean unfinishedNoted;
  private @Nullable RecordCipher cipher;
  private long at;

  Direction(Wire wire, boolean sent, boolean fromClient) {
    this.wire = wire;
    this.sent = sent;
    this.sender = fromClient ? Role.CLIENT : Role.SERVER;
  }

  void feed(ByteBuf bytes) {
    fed |= bytes.isReadable();
    if (!records.stopped()) {
      at = wire.now();
      records.feed(bytes);
    }
  }

  boolean fed() {
    return fed;
  }

  /** Looks at nothing that comes from now on; what still waits for its secret stays closed. */
  void stop() {
    records.stop();
    unreadable = true;
    catchUp();
    cipher = null;
  }

  /** Reads the records that waited for their secret, if it has come. */
  void catchUp() {
    while (!held.isEmpty() && (canRead() || unreadable)) {
      Held next = held.removeFirst();
      int length = next.record.length - RecordStream.HEADER;
      heldBytes -= next.record.length;
      at = next.at;
      if (unreadable) {
        unread(length);
      } else {
        sealed(next.record, length);
      }
    }
  }

  @Override
  public void onRecord(int type, byte[] record, int length) {
    switch (type) {
      case ContentType.HANDSHAKE -> handshake(record, length);
      case ContentType.ALERT -> alert(record, length);
      case ContentType.CHANGE_CIPHER_SPEC -> changeCipher(length);
      case ContentType.APPLICATION_DATA -> applicationData(record, length);
      default -> wire.step(Step.Kind.OTHER, sent, length, at, "record type " + type);
    }
  }

  @Override
  public void onForeign(boolean first, byte[] head) {
    wire.foreign(sent, first, head);
  }

  private void handshake(byte[] record, int length) {
    if (changedCipher && !isTls13()) {
      // Whatever a TLS 1.2 end says first under its new keys is Finished (RFC 5246, 7.4.9).
      Step.Kind kind =
          sender == Role.CLIENT ? Step.Kind.CLIENT_FINISHED : Step.Kind.SERVER_FINISHED;
      wire.step(kind, sent, length, at, null);
      wire.facts().finished(sender);
      finished = true;
      records.stop();
      return;
    }
    messages.feed(record, RecordStream.HEADER, length);
  }

  private void alert(byte[] record, int length) {
    if (length == 2) {
      int level = record[RecordStream.HEADER] & 0xff;
      int code = record[RecordStream.HEADER + 1] & 0xff;
      wire.alert(sent, level, code, length, at);
    } else {
      wire.step(Step.Kind.ALERT, sent, length, at, null);
      wire.sealedAlert(sent);
    }
  }

  private void changeCipher(int length) {
    changedCipher = true;
    wire.step(Step.Kind.CHANGE_CIPHER_SPEC, sent, length, at, null);
  }

  private void applicationData(byte[] record, int length) {
    if (!isTls13()) {
      records.stop();
      return;
    }
    if (held.isEmpty() && canRead()) {
      sealed(record, length);
    } else if (!unreadable && wire.secretsExpected() && heldBytes + length <= MOST_HELD_BYTES) {
      held.add(new Held(Arrays.copyOf(record, RecordStream.HEADER + length), at));
      heldBytes += RecordStream.HEADER + length;
    } else {
      unread(length);
    }
  }

  private boolean canRead() {
    if (cipher == null && !unreadable) {
      cipher = nextCipher();
    }
    return cipher != null;
  }

  private @Nullable RecordCipher nextCipher() {
    boolean fromClient = sender == Role.CLIENT;
    byte[] secret =
        finished ? wire.secrets().serverApplication() : wire.secrets().handshake(fromClient);
    ServerHello hello = wire.facts().serverHello();
    if (secret == null || hello == null) {
      return null;
    }
    RecordCipher opener = RecordCipher.of(hello.suite(), secret);
    unreadable = opener == null;
    return opener;
  }

  private void sealed(byte[] record, int length) {
    RecordCipher opener = cipher;
    byte[] inner = opener == null ? null : opener.open(record, length);
    int end = inner == null ? 0 : inner.length;
    while (inner != null && end > 0 && inner[end - 1] == 0) {
      end--;
    }
    if (inner == null || end == 0) {
      unreadable = true;
      cipher = null;
      unread(length);
      return;
    }
    opened(inner[end - 1] & 0xff, inner, end - 1);
  }

  private void opened(int type, byte[] inner, int length) {
    switch (type) {
      case ContentType.HANDSHAKE -> messages.feed(inner, 0, length);
      case ContentType.ALERT -> {
        if (length == 2) {
          wire.alert(sent, inner[0] & 0xff, inner[1] & 0xff, length, at);
        }
      }
      case ContentType.APPLICATION_DATA -> spoke();
      default -> {}
    }
  }

  /** A record that stays closed: its length is all that is known. */
  private void unread(int length) {
    if (isAlert(length)) {
      wire.step(Step.Kind.ALERT, sent, length, at, null);
      wire.sealedAlert(sent);
    } else if (wire.isComplete()) {
      spoke();
    } else {
      sealed = true;
      wire.step(Step.Kind.ENCRYPTED, sent, length, at, null);
    }
  }

  /** The one message that may be as long as a padded alert is the server's first. */
  private boolean isAlert(int length) {
    boolean notFirst = sender == Role.CLIENT || sealed || wire.isComplete();
    return length == SEALED_ALERT || (length == PADDED_ALERT && notFirst);
  }

  /** True where a message went this way that could not be read. */
  boolean hasSealed() {
    return sealed;
  }

  private void spoke() {
    if (sender == Role.SERVER) {
      wire.serverSpoke();
    }
    records.stop();
  }

  @Override
  public void onMessage(int type, byte[] bytes, int offset, int length, int total) {
    ByteCursor body = new ByteCursor(bytes, offset, length);
    Step.Kind kind = MessageKinds.kind(type, sender);
    String note = read(kind, body);
    wire.step(actualKind(kind), sent, total, at, note);
  }

  private Step.Kind actualKind(Step.Kind kind) {
    ServerHello hello = wire.facts().serverHello();
    boolean retry = kind == Step.Kind.SERVER_HELLO && hello != null && hello.retry();
    return retry ? Step.Kind.HELLO_RETRY_REQUEST : kind;
  }

  private @Nullable String read(Step.Kind kind, ByteCursor body) {
    HandshakeFacts facts = wire.facts();
    switch (kind) {
      case CLIENT_HELLO -> facts.clientHello(ClientHello.parse(body));
      case SERVER_HELLO -> facts.serverHello(ServerHello.parse(body));
      case SERVER_KEY_EXCHANGE -> facts.serverKeyExchange(body);
      case CERTIFICATE_REQUEST -> facts.request(CertificateRequests.parse(body, isTls13()));
      case SERVER_CERTIFICATE_VERIFY, CLIENT_CERTIFICATE_VERIFY -> facts.verify(sender, body);
      case SERVER_CERTIFICATE, CLIENT_CERTIFICATE -> {
        int count = facts.certificates(sender, body, !sent);
        return count == 1 ? "1 certificate" : count + " certificates";
      }
      case SERVER_FINISHED, CLIENT_FINISHED -> afterFinished();
      case NEW_SESSION_TICKET -> {
        if (isTls13()) {
          spoke();
        }
      }
      default -> {}
    }
    return null;
  }

  /** TLS 1.3: the client says nothing more that matters, the server goes on under new keys. */
  private void afterFinished() {
    finished = true;
    wire.facts().finished(sender);
    cipher = null;
    if (sender == Role.CLIENT) {
      records.stop();
    }
  }

  private boolean isTls13() {
    ServerHello hello = wire.facts().serverHello();
    return hello != null && hello.isTls13();
  }

  /** A message or record that began and never ended says how long it would have been. */
  void noteUnfinished() {
    if (messages.pendingType() >= 0 && !unfinishedNoted) {
      unfinishedNoted = true;
      Step.Kind kind = MessageKinds.kind(messages.pendingType(), sender);
      String note = "cut off, " + messages.announced() + " bytes announced";
      wire.step(kind, sent, messages.pending(), at, note);
    } else if (records.pending() > 0 && !wire.isComplete() && !unfinishedNoted) {
      unfinishedNoted = true;
      wire.step(Step.Kind.OTHER, sent, records.pending(), at, "cut off, " + records.announced());
    }
  }

  private static final class Held {
    private final byte[] record;
    private final long at;

    private Held(byte[] record, long at) {
      this.record = record;
      this.at = at;
    }
  }
}
