// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @title A contract that takes no coin of the chain's own, as a wallet contract that was badly made.
contract CoinRefuser {
    receive() external payable {
        revert("no coin");
    }
}
