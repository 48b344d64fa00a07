// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @title Makes several token transfers in one transaction, from tokens that it holds itself.
/// @dev Mint or send tokens to this contract first. Return values are ignored, so that USDT-like tokens work; a transfer
/// that reverts takes the whole batch with it.
contract BatchPayer {
    struct Payment {
        address token;
        address to;
        uint256 value;
    }

    error PaymentFailed(uint256 index);

    function payAll(Payment[] calldata payments) external {
        for (uint256 i = 0; i < payments.length; i++) {
            Payment calldata payment = payments[i];
            (bool success, ) = payment.token.call(
                abi.encodeWithSignature("transfer(address,uint256)", payment.to, payment.value)
            );
            if (!success) revert PaymentFailed(i);
        }
    }
}
