// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @title A wallet that is a contract: it makes whatever calls it is told to, in one transaction.
/// @dev The calls' data stands whole inside the transaction's own, as in ERC-4337 accounts and multicalls. Anybody may tell it:
/// this is practice money.
contract SmartWallet {
    struct Call {
        address target;
        bytes data;
    }

    error CallFailed(uint256 index);

    function execute(Call[] calldata calls) external {
        for (uint256 i = 0; i < calls.length; i++) {
            (bool success, ) = calls[i].target.call(calls[i].data);
            if (!success) revert CallFailed(i);
        }
    }
}
