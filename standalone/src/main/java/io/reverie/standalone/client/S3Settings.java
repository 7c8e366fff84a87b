package io.reverie.standalone.client;

import java.net.URI;
import java.util.Optional;

import io.reverie.worker.TrueOrFalse;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * How a command reaches S3: by the keys that the workers' Quarkus extension reads, as far as a command needs them.
 *
 * @param endpoint empty: Amazon's of the region
 * @param pathStyle whether the bucket is part of the path, not of the host's name
 * @param region empty: as AWS's tools find it
 * @param accessKey empty: credentials as AWS's tools find them
 * @param secretKey goes with the access key
 */
public record S3Settings(
        Optional<URI> endpoint,
        boolean pathStyle,
        Optional<String> region,
        Optional<String> accessKey,
        Optional<String> secretKey) {

    private static final String KEYS = "quarkus.s3.aws.credentials.static-provider.";

    /** Settings from system properties, then environment variables ({@code QUARKUS_S3_ENDPOINT_OVERRIDE}). */
    public static S3Settings find() {
        return new S3Settings(
                ConfiguredValues.find("quarkus.s3.endpoint-override").map(S3Settings::address),
                ConfiguredValues.find("quarkus.s3.path-style-access")
                        .map(S3Settings::pathStyle)
                        .orElse(false),
                ConfiguredValues.find("quarkus.s3.aws.region"),
                ConfiguredValues.find(KEYS + "access-key-id"),
                ConfiguredValues.find(KEYS + "secret-access-key"));
    }

    private static URI address(String text) {
        URI uri = URI.create(text);
        if (uri.getScheme() == null || uri.getHost() == null) {
            throw new IllegalArgumentException(
                    "quarkus.s3.endpoint-override must be a URL such as http://minio:9000, but is " + text);
        }
        return uri;
    }

    private static boolean pathStyle(String text) {
        try {
            return new TrueOrFalse().convert(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("quarkus.s3.path-style-access " + e.getMessage(), e);
        }
    }

    /**
     * A client, to be closed by the caller.
     *
     * @throws IllegalArgumentException where no region is set, nor AWS's tools would find one
     */
    public S3Client client() {
        S3ClientBuilder builder = S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .forcePathStyle(pathStyle)
                .credentialsProvider(credentials());
        endpoint.ifPresent(builder::endpointOverride);
        region.map(Region::of).ifPresent(builder::region);
        try {
            return builder.build();
        } catch (SdkClientException e) {
            throw new IllegalArgumentException(
                    "quarkus.s3.aws.region must name a region, as AWS's own settings have none; a server of one's own"
                            + " takes any, such as us-east-1",
                    e);
        }
    }

    private AwsCredentialsProvider credentials() {
        return accessKey.isPresent() && secretKey.isPresent()
                ? StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey.get(), secretKey.get()))
                : DefaultCredentialsProvider.builder().build();
    }
}
