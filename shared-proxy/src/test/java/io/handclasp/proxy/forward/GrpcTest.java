package io.handclasp.proxy.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** gRPC from client to server through the front, mutual TLS and the back, all of it in HTTP/2. */
@NullUnmarked // fields are set before each test
class GrpcTest {
  private static final byte[] END = {};

  private static final MethodDescriptor<byte[], byte[]> ECHO =
      method(MethodDescriptor.MethodType.UNARY, "Echo");
  private static final MethodDescriptor<byte[], byte[]> REFUSE =
      method(MethodDescriptor.MethodType.UNARY, "Refuse");
  private static final MethodDescriptor<byte[], byte[]> TALK =
      method(MethodDescriptor.MethodType.BIDI_STREAMING, "Talk");

  private final MutualTls tls = MutualTls.overHttp2();
  private Server server;
  private RunningEngine back;
  private RunningEngine front;
  private ManagedChannel channel;

  @BeforeEach
  void start() throws Exception {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(service())
            .directExecutor()
            .build()
            .start();
    back = tls.back(TestConfig.forwardingInHttp2To(server.getPort()));
    front = tls.front(back.port());
    channel =
        NettyChannelBuilder.forAddress("127.0.0.1", front.port())
            .usePlaintext()
            .maxInboundMessageSize(8 * 1024 * 1024)
            .build();
  }

  @AfterEach
  void stop() throws Exception {
    channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    front.close();
    back.close();
    tls.close();
    server.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
  }

  @Test
  void answersUnaryCalls() {
    for (int i = 0; i < 20; i++) {
      byte[] message = new byte[i * 1_000];
      Arrays.fill(message, (byte) i);
      assertThat(call(ECHO, message)).isEqualTo(message);
    }
  }

  @Test
  void carriesLargeMessages() {
    byte[] message = new byte[3 * 1024 * 1024];
    Arrays.fill(message, (byte) 7);
    assertThat(call(ECHO, message)).isEqualTo(message);
  }

  @Test
  void bringsTheStatusInTrailers() {
    assertThatThrownBy(() -> call(REFUSE, END))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> {
              assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
              assertThat(e.getStatus().getDescription()).isEqualTo("not today");
            });
  }

  @Test
  void streamsBothWays() throws Exception {
    BlockingQueue<byte[]> heard = new LinkedBlockingQueue<>();
    StreamObserver<byte[]> talk =
        ClientCalls.asyncBidiStreamingCall(
            channel.newCall(TALK, CallOptions.DEFAULT), noting(heard));
    for (byte i = 1; i <= 10; i++) {
      talk.onNext(new byte[] {i});
      // Each is answered before the next is said: nothing waits for the end of the stream.
      assertThat(heard.poll(10, TimeUnit.SECONDS)).containsExactly(i);
    }
    talk.onCompleted();
    assertThat(heard.poll(10, TimeUnit.SECONDS)).isSameAs(END);
  }

  @Test
  void passesACancellationOn() throws Exception {
    BlockingQueue<byte[]> heard = new LinkedBlockingQueue<>();
    var call = channel.newCall(TALK, CallOptions.DEFAULT);
    StreamObserver<byte[]> talk = ClientCalls.asyncBidiStreamingCall(call, noting(heard));
    talk.onNext(new byte[] {1});
    assertThat(heard.poll(10, TimeUnit.SECONDS)).containsExactly(1);
    call.cancel("enough", null);
    assertThat(front.completed().failure()).isNotNull();
    assertThat(back.completed().failure()).isNotNull();
    assertThat(call(ECHO, new byte[] {5})).containsExactly(5);
  }

  private byte[] call(MethodDescriptor<byte[], byte[]> method, byte[] message) {
    return ClientCalls.blockingUnaryCall(
        channel, method, CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS), message);
  }

  private static StreamObserver<byte[]> noting(BlockingQueue<byte[]> heard) {
    return new StreamObserver<>() {
      @Override
      public void onNext(byte[] value) {
        heard.add(value);
      }

      @Override
      public void onError(Throwable t) {
        // What ended the call is looked at elsewhere.
      }

      @Override
      public void onCompleted() {
        heard.add(END);
      }
    };
  }

  private static ServerServiceDefinition service() {
    return ServerServiceDefinition.builder("test.Echo")
        .addMethod(
            ECHO,
            ServerCalls.asyncUnaryCall(
                (request, observer) -> {
                  observer.onNext(request);
                  observer.onCompleted();
                }))
        .addMethod(
            REFUSE,
            ServerCalls.asyncUnaryCall(
                (request, observer) ->
                    observer.onError(
                        Status.FAILED_PRECONDITION
                            .withDescription("not today")
                            .asRuntimeException(new Metadata()))))
        .addMethod(TALK, ServerCalls.asyncBidiStreamingCall(GrpcTest::echoing))
        .build();
  }

  private static StreamObserver<byte[]> echoing(StreamObserver<byte[]> back) {
    return new StreamObserver<>() {
      @Override
      public void onNext(byte[] value) {
        back.onNext(value);
      }

      @Override
      public void onError(Throwable t) {
        // The client cancelled.
      }

      @Override
      public void onCompleted() {
        back.onCompleted();
      }
    };
  }

  private static MethodDescriptor<byte[], byte[]> method(
      MethodDescriptor.MethodType type, String name) {
    return MethodDescriptor.<byte[], byte[]>newBuilder()
        .setType(type)
        .setFullMethodName("test.Echo/" + name)
        .setRequestMarshaller(new Bytes())
        .setResponseMarshaller(new Bytes())
        .build();
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
